import type { CareCard } from "../care-card";

/** Blueberry, raspberry, strawberry and cacao. */
export const BERRY_AND_CACAO_CARDS: readonly CareCard[] = [
  {
    className: "blueberry leaf",
    plant: "Blueberry",
    title: "Healthy blueberry leaf",
    cause: "none",
    whatItIs: "A smooth green leaf, red in autumn by nature.",
    photoCertainty: "weak",
    fromPhoto: "The model has learnt only healthy blueberry leaves and cannot name a blueberry disease.",
    lookAlikes: [
      { name: "Soil not acid enough", tell: "Yellow leaves with green veins, youngest first." },
      { name: "Leaf rust", tell: "Orange dots underneath in late summer." },
    ],
    today: ["Nothing needs doing if your eyes agree.", "Water with rainwater where tap water is hard."],
    prevention: ["Keep the soil acid and mulched with bark.", "Cut out the oldest stems each winter."],
    expert: "Ask for a soil test if new leaves turn yellow.",
  },
  {
    className: "raspberry leaf",
    plant: "Raspberry",
    title: "Healthy raspberry leaf",
    cause: "none",
    whatItIs: "A green, toothed leaf with a pale underside.",
    photoCertainty: "weak",
    fromPhoto: "The model has learnt only healthy raspberry leaves and cannot name a raspberry disease.",
    lookAlikes: [
      { name: "Raspberry rust", tell: "Yellow dots on top, orange powder underneath." },
      { name: "Virus", tell: "Mottled, small, crumpled leaves on weak canes." },
    ],
    today: ["Nothing needs doing if your eyes agree.", "Look along the canes for dark, cracked patches."],
    prevention: ["Cut out canes that have fruited.", "Thin the row so that it dries after rain."],
    expert: "Ask if canes die back or the row weakens year by year.",
  },
  {
    className: "strawberry leaf",
    plant: "Strawberry",
    title: "Healthy strawberry leaf",
    cause: "none",
    whatItIs: "A green leaf of three parts without spots.",
    photoCertainty: "weak",
    fromPhoto: "The model has learnt only healthy strawberry leaves and cannot name a strawberry disease.",
    lookAlikes: [
      { name: "Leaf spot", tell: "Small purple spots that turn pale in the middle." },
      { name: "Spider mites", tell: "Pale dots, dull leaves and fine webs." },
    ],
    today: ["Nothing needs doing if your eyes agree.", "Take away old, brown leaves from under the plant."],
    prevention: ["Lay straw under the fruit.", "Start a new bed every three years in another place."],
    expert: "Ask if plants wilt in spite of moist soil.",
  },
  {
    className: "cacao pod healthy",
    plant: "Cacao",
    title: "Healthy cacao pod",
    cause: "none",
    whatItIs: "A pod of even colour without brown patches, white dust or sunken dots.",
    photoCertainty: "fair",
    fromPhoto: "Frosty pod rot can be inside for weeks before anything shows.",
    lookAlikes: [{ name: "Hidden infection", tell: "The pod feels heavy for its size or has swellings." }],
    today: ["Nothing needs doing.", "Look at pods on all sides of the tree once a week."],
    prevention: ["Harvest ripe pods often.", "Prune for light and keep the drainage open."],
    expert: "No need.",
  },
  {
    className: "cacao pod black pod",
    plant: "Cacao",
    title: "Black pod rot",
    cause: "water-mould",
    whatItIs:
      "A rot of wet weather: a brown to black patch with a firm, even edge that takes the whole pod within two weeks and spoils the beans.",
    photoCertainty: "good",
    fromPhoto: "A dark, spreading patch with a sharp border is telling; a thin white down may follow.",
    lookAlikes: [
      { name: "Frosty pod rot", tell: "Irregular brown patch, then thick cream-white powder." },
      { name: "Mirid damage", tell: "Many small separate dark dots, not one patch." },
    ],
    today: [
      "Cut affected pods, carry them out of the plot and bury them.",
      "Clean the cutting tool before the next tree.",
      "Harvest every ripe pod near it now.",
    ],
    prevention: [
      "Harvest weekly in the wet season and leave no husks lying.",
      "Prune shade and canopy so that pods dry.",
      "Keep drains open.",
    ],
    expert: "Ask your extension service in a wet year: protective treatment follows local rules.",
  },
  {
    className: "cacao pod frosty pod",
    plant: "Cacao",
    title: "Frosty pod rot",
    cause: "fungus",
    whatItIs:
      "A fungal disease of cacao in Latin America: swellings and brown patches, then a cream-white powder of spores that the wind carries far.",
    photoCertainty: "good",
    fromPhoto: "The white powder is telling. Before it appears, a photo cannot say.",
    lookAlikes: [
      { name: "Black pod rot", tell: "Even dark patch with a firm edge, little powder." },
      { name: "Witches' broom", tell: "Swollen green shoots on the branches as well." },
    ],
    today: [
      "Cut pods before they turn white, gently, in the morning when the air is damp.",
      "Leave cut pods on the ground under leaves or bury them: carrying dusty pods spreads spores.",
      "Tell neighbouring growers.",
    ],
    prevention: [
      "Take off suspicious pods every week.",
      "Keep trees low and open.",
      "Ask for tolerant clones when replanting.",
    ],
    expert:
      "Ask at once where it has not been seen before: it is a quarantine disease in many countries and must be reported.",
  },
  {
    className: "cacao pod mirid damage",
    plant: "Cacao",
    title: "Mirid damage",
    cause: "insect",
    whatItIs:
      "Feeding marks of small sucking bugs: round, sunken, dark dots on the pod. Marks on young shoots do more harm than those on pods.",
    photoCertainty: "fair",
    fromPhoto: "Many separate dark dots fit. The bugs hide by day, so a photo seldom shows one.",
    lookAlikes: [
      { name: "Black pod rot", tell: "One spreading patch with a firm edge." },
      { name: "Other sucking bugs", tell: "Fewer and larger marks, and often only on one side of the plot." },
    ],
    today: [
      "Look at young shoots and under pods at dusk.",
      "Note how many of ten trees are affected.",
      "Close gaps in the canopy that let in full sun, where mirids gather.",
    ],
    prevention: [
      "Keep even shade and take off unneeded shoots.",
      "Protect ants and spiders that hunt them.",
      "Look every month, above all towards the end of the rains.",
    ],
    expert: "Ask when shoots die back. Which insecticide may be used, and when, is regulated locally.",
  },
];
