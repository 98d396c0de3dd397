import type { CareCard } from "../care-card";

/** Potato and bell pepper. */
export const NIGHTSHADE_CARDS: readonly CareCard[] = [
  {
    species: "potato",
    condition: "healthy",
    plant: "Potato",
    title: "Healthy potato leaf",
    cause: "none",
    whatItIs: "A green leaf without dark patches, rings or fuzz.",
    photoCertainty: "fair",
    fromPhoto:
      "One clean leaf says little about the stand: blight starts in a few places and spreads from there.",
    lookAlikes: [
      {
        name: "The first hours of late blight",
        tell: "Check leaf tips and undersides in the morning, above all after two wet days.",
      },
    ],
    today: ["Nothing needs doing.", "Walk along the row and look at the lower leaves of several plants."],
    prevention: [
      "Plant certified seed potatoes and earth the rows up well.",
      "Leave three years or more between potatoes in one place.",
    ],
    expert: "No need.",
  },
  {
    species: "potato",
    condition: "early blight",
    plant: "Potato",
    title: "Early blight",
    cause: "fungus",
    whatItIs:
      "A fungal disease of ageing or stressed plants: dry brown spots with rings, held in by the leaf veins, on the oldest leaves first.",
    photoCertainty: "fair",
    fromPhoto: "Rings with straight, vein-bound edges are a good sign.",
    lookAlikes: [
      {
        name: "Late blight",
        tell: "Wet-looking patches from tip or edge, white fuzz underneath, spreading fast.",
      },
      { name: "Lack of nutrients", tell: "Yellowing without ringed spots." },
    ],
    today: [
      "Water and feed evenly: stressed plants suffer most.",
      "In a garden, take off the few spotted leaves; in a field, note how far up the plant they are.",
      "Look for late blight at the same time.",
    ],
    prevention: [
      "Rotate with crops other than tomatoes, peppers and eggplants.",
      "Harvest when skins are firm, and do not bruise the tubers.",
      "Clear haulm and volunteer plants.",
    ],
    expert: "Ask when spots are on the upper half well before harvest.",
  },
  {
    species: "potato",
    condition: "late blight",
    plant: "Potato",
    title: "Late blight",
    cause: "water-mould",
    whatItIs:
      "The disease of the great famine: dark, water-soaked patches on leaves and stems, white fuzz underneath in damp air, and brown rot in the tubers. It can take a field in days.",
    photoCertainty: "fair",
    fromPhoto: "Suspicious patches after cool rain need a look at the underside before nine in the morning.",
    lookAlikes: [
      { name: "Early blight", tell: "Dry, ringed spots on old leaves." },
      { name: "Grey mould", tell: "Grey dust on wounds and old flowers, mostly at leaf edges." },
    ],
    today: [
      "Check the whole stand today, beginning with low and sheltered places.",
      "Cut off and bag affected tops; if much is affected, cut all tops and leave the tubers two weeks before lifting.",
      "Tell neighbours with potatoes or tomatoes.",
    ],
    prevention: [
      "Use certified seed, resistant varieties and wide rows.",
      "Destroy cull piles and volunteer plants.",
      "Follow the regional blight warnings.",
    ],
    expert:
      "Ask at once if you grow for sale. Spraying follows local rules, and in some places the disease must be reported.",
  },
  {
    species: "bell pepper",
    condition: "healthy",
    plant: "Bell pepper",
    title: "Healthy pepper leaf",
    cause: "none",
    whatItIs: "A smooth green leaf without spots or curling.",
    photoCertainty: "fair",
    fromPhoto: "Aphids and mites sit underneath, where this photo may not reach.",
    lookAlikes: [
      { name: "Early bacterial spot", tell: "Tiny wet dots on the underside, best seen against the light." },
    ],
    today: ["Nothing needs doing.", "Turn over a young leaf near the tip and look for insects."],
    prevention: ["Water at the soil.", "Grow peppers where no pepper or tomato grew for two years."],
    expert: "No need.",
  },
  {
    species: "bell pepper",
    condition: "leaf spot",
    plant: "Bell pepper",
    title: "Leaf spot",
    cause: "bacterium",
    whatItIs:
      "Small brown spots with a dark rim, often bacterial. Leaves yellow and drop, and the bare fruit gets sunburnt or scabby.",
    photoCertainty: "weak",
    fromPhoto: "Bacterial and fungal leaf spots of pepper cannot be told apart for certain on a photo.",
    lookAlikes: [
      { name: "Frogeye leaf spot", tell: "Round spots with a pale grey centre, a fungus." },
      { name: "Sunscald", tell: "Bleached, papery patches on the sunny side only." },
    ],
    today: [
      "Leave wet plants alone; work on them when dry.",
      "Take off the few spotted leaves and bin them.",
      "Photograph the underside and a fruit.",
    ],
    prevention: [
      "Start from sound, tested seed and clean trays.",
      "Water from below and keep distance between plants.",
      "Rotate with crops outside the nightshade family.",
    ],
    expert: "Ask for a laboratory test if many plants lose leaves; the treatment depends on which it is.",
  },
];
