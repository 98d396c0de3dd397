import type { CareCard } from "../care-card";

export const TOMATO_CARDS: readonly CareCard[] = [
  {
    species: "tomato",
    condition: "healthy",
    plant: "Tomato",
    title: "Healthy tomato leaf",
    cause: "none",
    whatItIs: "An evenly green leaf without spots, mould or curling.",
    photoCertainty: "fair",
    fromPhoto:
      "A photo shows one side of a few leaves. Mites, early mould and the first spots of blight begin underneath or low down, where they are easily missed.",
    lookAlikes: [
      {
        name: "The first days of an infection",
        tell: "Look again in three days, lowest leaves first, and turn a few of them over.",
      },
    ],
    today: [
      "Nothing needs doing.",
      "Turn over two or three of the lowest leaves as a check.",
      "Water the soil, not the leaves.",
    ],
    prevention: [
      "Give each plant room, a stake and moving air.",
      "Cover the soil with straw or leaves so that rain does not splash it up.",
      "Grow tomatoes in another bed next year.",
    ],
    expert: "No need, unless the plant wilts or stays small although its leaves look well.",
  },
  {
    species: "tomato",
    condition: "early blight",
    plant: "Tomato",
    title: "Early blight",
    cause: "fungus",
    whatItIs:
      "A fungal disease that starts on the oldest leaves: brown spots with rings like a target and often a yellow border. Leaves die from the bottom of the plant upwards.",
    photoCertainty: "fair",
    fromPhoto: "Clear rings in a spot are a good sign. Small young spots look much like other leaf spots.",
    lookAlikes: [
      {
        name: "Septoria leaf spot",
        tell: "Many small spots with a pale centre and tiny black dots, no large rings.",
      },
      {
        name: "Late blight",
        tell: "Large, dark, greasy patches without rings that spread within days, with white fuzz underneath when wet.",
      },
      { name: "Bacterial spot", tell: "Small dark spots that look water-soaked at first; no rings." },
    ],
    today: [
      "Pick off the spotted leaves on a dry day and put them in the household waste, not on the compost.",
      "Wash hands and tools before touching the next plant.",
      "Mulch the soil and water at the foot of the plant only.",
    ],
    prevention: [
      "Tie plants up and take off the lowest leaves once fruit has set.",
      "Leave two or three years before tomatoes, potatoes, peppers or eggplants grow there again.",
      "Choose tolerant varieties and clear all plant remains in autumn.",
    ],
    expert:
      "Ask when spots climb past the middle of the plant or show on stems and fruit. An adviser can say which treatments are allowed where you live.",
  },
  {
    species: "tomato",
    condition: "septoria leaf spot",
    plant: "Tomato",
    title: "Septoria leaf spot",
    cause: "fungus",
    whatItIs:
      "A fungal disease with many small round spots, dark at the rim and grey in the middle, first on the lower leaves. Fruit stays clean, but a plant without leaves ripens badly.",
    photoCertainty: "fair",
    fromPhoto:
      "Many even little spots with pale centres are typical. The black dots that settle it need a close photo or a lens.",
    lookAlikes: [
      { name: "Early blight", tell: "Fewer and larger spots with rings." },
      { name: "Bacterial spot", tell: "Spots are dark throughout, and fruit gets scabby marks too." },
    ],
    today: [
      "Take off the spotted lower leaves while the plant is dry and throw them away.",
      "Stop watering from above.",
      "Photograph the underside of a spotted leaf from very near.",
    ],
    prevention: [
      "Keep leaves off the ground and air moving between plants.",
      "Remove nightshade weeds around the bed.",
      "Rotate the bed and clear away remains after harvest.",
    ],
    expert: "Ask when it returns every year or takes more than a third of the leaves.",
  },
  {
    species: "tomato",
    condition: "bacterial spot",
    plant: "Tomato",
    title: "Bacterial spot",
    cause: "bacterium",
    whatItIs:
      "A bacterial disease of warm, wet weather: small dark spots that look wet at first, leaves that yellow and drop, and rough marks on the fruit.",
    photoCertainty: "weak",
    fromPhoto:
      "Several spot diseases look alike on a photo. Marks on green fruit help; a laboratory test is what settles it.",
    lookAlikes: [
      { name: "Septoria leaf spot", tell: "Spots have a grey centre with black dots." },
      { name: "Early blight", tell: "Spots are larger and ringed." },
      { name: "Bacterial speck", tell: "Smaller specks with a clear yellow border, in cooler weather." },
    ],
    today: [
      "Do not touch or prune wet plants: hands and tools carry it.",
      "Take off the worst leaves on a dry day and put them in the waste.",
      "Water at the soil, in the morning.",
    ],
    prevention: [
      "Buy tested seed or sound seedlings; do not save seed from sick plants.",
      "Clean stakes, ties and trays before using them again.",
      "Keep tomatoes and peppers out of the bed for two to three years.",
    ],
    expert: "Ask for a test before treating: what works on fungi does little against bacteria.",
  },
  {
    species: "tomato",
    condition: "late blight",
    plant: "Tomato",
    title: "Late blight",
    cause: "water-mould",
    whatItIs:
      "A fast disease of cool, wet weather that also attacks potatoes. Dark, greasy patches spread over leaves and stems, with white fuzz underneath, and firm brown marks on the fruit. A planting can be lost within a week or two.",
    photoCertainty: "fair",
    fromPhoto:
      "Large dark patches with a pale edge after rain are suspicious. White fuzz on the underside in the morning makes it likely: take that photo.",
    lookAlikes: [
      { name: "Early blight", tell: "Ringed, dry spots on old leaves that spread slowly." },
      { name: "Frost or sun scorch", tell: "Appears overnight, all at once, and does not spread." },
    ],
    today: [
      "Look today, not at the weekend: check stems, undersides and fruit.",
      "Cut off and bag what is affected; take out badly affected plants whole.",
      "Harvest sound fruit and let it ripen indoors, looking at it daily.",
      "Tell neighbours who grow tomatoes or potatoes.",
    ],
    prevention: [
      "Grow under a roof or keep leaves dry in other ways.",
      "Destroy potatoes left in the ground and never compost sick plants.",
      "Choose resistant varieties and follow the regional blight warnings.",
    ],
    expert:
      "Ask at once if you grow for sale or next to potato fields. In some places it must be reported, and what may be sprayed is regulated locally.",
  },
  {
    species: "tomato",
    condition: "mosaic virus",
    plant: "Tomato",
    title: "Mosaic virus",
    cause: "virus",
    whatItIs:
      "A virus that mottles leaves light and dark green and makes them narrow or fern-like. It travels on hands, tools and seed, and no treatment cures a plant.",
    photoCertainty: "weak",
    fromPhoto: "Mottling is a hint only. Weedkiller drift and lack of nutrients look alike on a photo.",
    lookAlikes: [
      {
        name: "Weedkiller drift",
        tell: "Twisted new growth on many kinds of plants at once, soon after spraying nearby.",
      },
      { name: "Lack of magnesium", tell: "Yellow between green veins on old leaves, in an even pattern." },
      {
        name: "Yellow leaf curl virus",
        tell: "Leaves curl upwards with yellow edges; the plant stays dwarfed.",
      },
    ],
    today: [
      "Mark the plant and touch it last, after all the others.",
      "Wash hands with soap and clean tools after touching it.",
      "If others around it look well, take it out with its roots and put it in the waste.",
    ],
    prevention: [
      "Choose resistant varieties and sound seed.",
      "Wash hands after handling tobacco before gardening.",
      "Do not plant tomatoes in the same soil the year after.",
    ],
    expert: "A quick test strip or a laboratory tells viruses apart; ask before pulling up many plants.",
  },
  {
    species: "tomato",
    condition: "yellow leaf curl virus",
    plant: "Tomato",
    title: "Yellow leaf curl virus",
    cause: "virus",
    whatItIs:
      "A virus carried by whiteflies. New leaves stay small, curl upwards and turn yellow at the edges, and the plant hardly grows or sets fruit.",
    photoCertainty: "fair",
    fromPhoto:
      "Small, yellow-edged, cupped leaves at the top are typical. A photo of the whole plant and of the undersides (whiteflies) helps.",
    lookAlikes: [
      { name: "Heat or drought", tell: "Leaves roll but stay green, and recover after a cool night." },
      { name: "Lack of nutrients", tell: "Yellowing starts on old leaves, and leaves keep their size." },
      { name: "Mosaic virus", tell: "Mottled light and dark green rather than yellow edges." },
    ],
    today: [
      "Look for tiny white insects that fly up when you shake the plant.",
      "Take out clearly sick, stunted plants in a closed bag.",
      "Hang yellow sticky cards to see how many whiteflies there are.",
    ],
    prevention: [
      "Cover young plants with fine netting.",
      "Keep weeds down around the bed and leave a break between crops.",
      "Choose resistant varieties.",
    ],
    expert:
      "Ask where the disease is new to your area: it may have to be reported. An adviser can also say how whiteflies may be controlled locally.",
  },
  {
    species: "tomato",
    condition: "leaf mold",
    plant: "Tomato",
    title: "Leaf mold",
    cause: "fungus",
    whatItIs:
      "A fungal disease of damp greenhouses: pale yellow patches on top of the leaf and olive to brown velvet underneath.",
    photoCertainty: "good",
    fromPhoto: "The velvet underneath tells it well. From above alone it could be several things.",
    lookAlikes: [
      { name: "Powdery mildew", tell: "White powder, mostly on the upper side." },
      { name: "Late blight", tell: "Dark wet patches and thin white fuzz, not olive velvet." },
    ],
    today: [
      "Open doors and vents, and space the plants so that leaves dry.",
      "Take off the affected leaves carefully into a bag.",
      "Photograph the underside to be sure.",
    ],
    prevention: [
      "Water in the morning at the soil, and keep the air moving.",
      "Take off the lower leaves under the fruit.",
      "Choose resistant varieties and clean the greenhouse after the season.",
    ],
    expert: "Ask if it keeps spreading in a dry, aired greenhouse.",
  },
  {
    species: "tomato",
    condition: "two-spotted spider mites",
    plant: "Tomato",
    title: "Two-spotted spider mites",
    cause: "mite",
    whatItIs:
      "Very small mites that suck from the underside. The leaf gets fine pale dots, turns bronze and dries; fine webs appear when there are many. They thrive in heat and dry air.",
    photoCertainty: "weak",
    fromPhoto:
      "Pale stippling is all a photo shows. A lens, or paper held under a tapped leaf, shows moving dots.",
    lookAlikes: [
      { name: "Thrips", tell: "Silvery streaks with black specks, no webs." },
      { name: "Lack of nutrients", tell: "Even yellowing without dots." },
    ],
    today: [
      "Tap a leaf over white paper and look for dots that walk.",
      "Rinse the undersides with a firm jet of water and repeat it every few days.",
      "Take off the worst leaves and keep the plant well watered.",
    ],
    prevention: [
      "Avoid dust and drought stress; look at the undersides weekly in hot weather.",
      "Spare ladybirds, lacewings and predatory mites: broad insecticides make mites worse.",
    ],
    expert: "Ask about predatory mites, or about what is allowed locally, when webs appear.",
  },
];
