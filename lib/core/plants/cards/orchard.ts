import type { CareCard } from "../care-card";

/** Apple, cherry, peach and grape. */
export const ORCHARD_CARDS: readonly CareCard[] = [
  {
    species: "apple",
    condition: "healthy",
    plant: "Apple",
    title: "Healthy apple leaf",
    cause: "none",
    whatItIs: "A firm green leaf without olive, orange or brown marks.",
    photoCertainty: "fair",
    fromPhoto: "A tree is large: leaves at the top and inside the crown may tell another story.",
    lookAlikes: [{ name: "Early scab", tell: "Faint olive smudges along the veins, seen best at a slant." }],
    today: ["Nothing needs doing.", "Look at a handful of leaves from different sides of the tree."],
    prevention: ["Prune for air and light in winter.", "Gather fallen leaves in autumn."],
    expert: "No need.",
  },
  {
    species: "apple",
    condition: "scab",
    plant: "Apple",
    title: "Apple scab",
    cause: "fungus",
    whatItIs:
      "A fungal disease of wet springs: olive to black velvety patches on leaves, corky scabs on fruit. It winters on fallen leaves.",
    photoCertainty: "good",
    fromPhoto: "Olive, feathery-edged patches are typical; scabs on the fruit confirm it.",
    lookAlikes: [
      { name: "Sooty blotch", tell: "Dark film on the fruit only, that rubs off." },
      { name: "Rust", tell: "Bright orange spots, not olive." },
    ],
    today: [
      "Rake up and remove fallen leaves and fruit.",
      "Note how many leaves and fruits are marked: a few do the tree no harm.",
      "Scabby fruit can be eaten once peeled.",
    ],
    prevention: [
      "Clear or shred leaves in autumn so that they rot before spring.",
      "Keep the crown open.",
      "Plant resistant varieties when a tree is replaced.",
    ],
    expert: "Ask when fruit cracks or leaves drop by midsummer; timing a treatment is a local matter.",
  },
  {
    species: "apple",
    condition: "rust",
    plant: "Apple",
    title: "Apple rust",
    cause: "fungus",
    whatItIs:
      "A fungus that lives by turns on apples and on junipers. Orange-yellow spots on top, later little tubes underneath.",
    photoCertainty: "good",
    fromPhoto: "Bright orange spots are hard to mistake; the tubes underneath in late summer confirm it.",
    lookAlikes: [{ name: "Scab", tell: "Olive to black and velvety, never orange." }],
    today: [
      "Look for junipers nearby with orange, jelly-like horns in wet spring weather.",
      "Take off marked leaves where only a few are.",
      "Leave the tree alone otherwise: it rarely suffers badly.",
    ],
    prevention: [
      "Do not plant susceptible junipers beside apples.",
      "Cut galls out of junipers in winter.",
      "Choose tolerant varieties.",
    ],
    expert: "Ask if a young tree loses most of its leaves or fruit is marked every year.",
  },
  {
    species: "cherry",
    condition: "healthy",
    plant: "Cherry",
    title: "Healthy cherry leaf",
    cause: "none",
    whatItIs: "A green, evenly toothed leaf without holes or spots.",
    photoCertainty: "weak",
    fromPhoto:
      "The model has learnt only healthy cherry leaves. It cannot name a cherry disease, so trust your own eyes where you see spots.",
    lookAlikes: [
      { name: "Shot-hole and leaf spot", tell: "Small red-brown spots that fall out and leave holes." },
    ],
    today: ["Nothing needs doing if you see no spots either.", "Look at fallen leaves for small holes."],
    prevention: ["Gather fallen leaves.", "Prune in dry summer weather, after picking."],
    expert: "Ask if leaves yellow and fall in early summer, or if gum runs from the bark.",
  },
  {
    species: "peach",
    condition: "healthy",
    plant: "Peach",
    title: "Healthy peach leaf",
    cause: "none",
    whatItIs: "A long, flat green leaf without blisters.",
    photoCertainty: "weak",
    fromPhoto: "The model has learnt only healthy peach leaves and cannot name a peach disease.",
    lookAlikes: [
      { name: "Peach leaf curl", tell: "Thick, red, blistered leaves in spring; no expert eye needed." },
    ],
    today: ["Nothing needs doing if the leaves are flat and green."],
    prevention: [
      "Shelter wall-trained trees from winter and early spring rain.",
      "Feed and water well after a bad spring.",
    ],
    expert: "Ask if blistered leaves come back each spring.",
  },
  {
    species: "grape",
    condition: "healthy",
    plant: "Grape",
    title: "Healthy grape leaf",
    cause: "none",
    whatItIs: "A green, lobed leaf without brown spots or white film.",
    photoCertainty: "fair",
    fromPhoto: "Mildews begin underneath or on the berries, so check those too.",
    lookAlikes: [{ name: "Early downy mildew", tell: "Yellow oily patches on top, white fuzz beneath." }],
    today: ["Nothing needs doing.", "Look under a few leaves near the fruit."],
    prevention: ["Thin leaves around the bunches for air.", "Prune hard each winter."],
    expert: "No need.",
  },
  {
    species: "grape",
    condition: "black rot",
    plant: "Grape",
    title: "Black rot",
    cause: "fungus",
    whatItIs:
      "A fungal disease of warm, wet summers: tan spots with a dark rim and tiny black dots on leaves; berries rot and dry to hard black mummies.",
    photoCertainty: "good",
    fromPhoto: "Tan spots with a ring of black dots are telling, and mummies on the bunch confirm it.",
    lookAlikes: [
      { name: "Anthracnose", tell: "Smaller spots whose grey centre falls out." },
      {
        name: "Spray damage",
        tell: "Spots without black dots, on leaves of the same age, soon after spraying.",
      },
    ],
    today: [
      "Remove mummies and spotted leaves, also from the ground, and bin them.",
      "Open the leaf wall so that bunches dry after rain.",
      "Note the date: berries are at risk from bloom until they begin to colour.",
    ],
    prevention: [
      "Cut out all mummies in winter.",
      "Keep the ground under the vines clean and the canopy open.",
      "Plant tolerant varieties.",
    ],
    expert:
      "Ask a vine adviser if bunches were lost last year; protection has to be timed and follows local rules.",
  },
];
