import type { CareCard } from "../care-card";

/** Corn, soybean, rice and squash. */
export const FIELD_CARDS: readonly CareCard[] = [
  {
    species: "corn",
    condition: "gray leaf spot",
    plant: "Corn",
    title: "Gray leaf spot",
    cause: "fungus",
    whatItIs:
      "A fungal disease with narrow grey to tan blocks that run between the leaf veins like little rectangles. It comes from old corn remains in warm, humid summers.",
    photoCertainty: "fair",
    fromPhoto: "Straight-sided rectangles are typical; young spots are only small dots with a yellow border.",
    lookAlikes: [
      { name: "Northern leaf blight", tell: "Long, cigar-shaped patches that cross the veins." },
      { name: "Common rust", tell: "Raised, powdery pustules you can rub off." },
    ],
    today: [
      "See how high on the plants the spots have climbed: the leaves at and above the ear matter.",
      "Photograph leaves from several places in the field.",
    ],
    prevention: [
      "Rotate with other crops and work old stalks in where erosion allows.",
      "Choose hybrids with a good rating.",
    ],
    expert:
      "Ask before tasselling when spots are already near the ear leaf; whether treatment pays is a local question.",
  },
  {
    species: "corn",
    condition: "leaf blight",
    plant: "Corn",
    title: "Leaf blight",
    cause: "fungus",
    whatItIs:
      "A fungal disease with long grey-green to tan patches shaped like cigars, starting on lower leaves in cool, damp weather.",
    photoCertainty: "good",
    fromPhoto: "Cigar-shaped patches several centimetres long are telling.",
    lookAlikes: [
      { name: "Gray leaf spot", tell: "Short rectangles held in by the veins." },
      { name: "Drought or frost", tell: "Leaf tips and edges dry evenly, without patches." },
    ],
    today: [
      "Walk the field and note which leaves are affected, from the ground up.",
      "Look whether neighbouring rows or another variety differ.",
    ],
    prevention: ["Rotate crops and manage old stalks.", "Choose resistant hybrids."],
    expert: "Ask when patches reach the ear leaf before silking.",
  },
  {
    species: "corn",
    condition: "rust",
    plant: "Corn",
    title: "Common rust",
    cause: "fungus",
    whatItIs: "A fungus with brick-red, powdery pustules on both sides of the leaf, blown in on the wind.",
    photoCertainty: "good",
    fromPhoto: "Rub a pustule: rust-coloured powder on the finger settles it.",
    lookAlikes: [
      { name: "Southern rust", tell: "Smaller, orange pustules, almost only on the upper side." },
      { name: "Insect droppings", tell: "Lie loosely on the leaf and leave no hole in the skin." },
    ],
    today: [
      "Look whether the leaves above the ear are clean: then little yield is at risk.",
      "Photograph both sides of a leaf.",
    ],
    prevention: ["Choose resistant hybrids.", "Sow early, so that plants are ahead of the spores."],
    expert: "Ask if you suspect southern rust, which is faster, or grow sweet corn or seed.",
  },
  {
    species: "soybean",
    condition: "healthy",
    plant: "Soybean",
    title: "Healthy soybean leaf",
    cause: "none",
    whatItIs: "A green, three-part leaf without spots or mottling.",
    photoCertainty: "weak",
    fromPhoto: "The model has learnt only healthy soybean leaves and cannot name a soybean disease.",
    lookAlikes: [
      { name: "Lack of iron", tell: "Yellow between green veins on the youngest leaves." },
      { name: "Soybean rust", tell: "Tiny raised tan to brown dots underneath, low in the canopy." },
    ],
    today: ["Nothing needs doing if your eyes agree.", "Look at lower leaves too."],
    prevention: ["Rotate crops.", "Choose varieties with resistance known in your region."],
    expert: "Ask if patches of the field turn yellow or plants wilt.",
  },
  {
    species: "squash",
    condition: "powdery mildew",
    plant: "Squash",
    title: "Powdery mildew",
    cause: "fungus",
    whatItIs:
      "A fungus that covers leaves with white powder, first in round spots, from midsummer on. It needs no rain, only warm days and damp air.",
    photoCertainty: "good",
    fromPhoto:
      "White powder that wipes off is telling. Some squash have silvery markings by nature, along the veins.",
    lookAlikes: [
      {
        name: "Natural silver pattern",
        tell: "Follows the veins, the same on every leaf, does not wipe off.",
      },
      { name: "Downy mildew", tell: "Yellow angular patches on top, grey fuzz underneath." },
    ],
    today: [
      "Take off the worst old leaves and leave enough green ones.",
      "Water the soil in the morning and keep the plant growing.",
      "Go on harvesting: the fruit is good to eat.",
    ],
    prevention: [
      "Give plants sun and distance.",
      "Choose tolerant varieties and sow a second time in early summer.",
      "Clear vines away after harvest.",
    ],
    expert: "Rarely needed in a garden. Growers can ask which protection is allowed locally.",
  },
  {
    species: "rice",
    condition: "bacterial blight",
    plant: "Rice",
    title: "Bacterial blight",
    cause: "bacterium",
    whatItIs:
      "A bacterial disease that enters through wounds and leaf tips: yellow to straw-coloured wavy stripes along the edges, which dry up. Storms and too much nitrogen make it worse.",
    photoCertainty: "fair",
    fromPhoto:
      "Wavy drying edges from the tip are typical. Milky drops on young stripes in the morning confirm it.",
    lookAlikes: [
      { name: "Natural ripening or drought", tell: "Leaves dry evenly, without a wavy border." },
      { name: "Leaf scald", tell: "Zoned, banded tips." },
    ],
    today: [
      "Put a cut piece of leaf in clear water: a cloudy thread from the cut points to bacteria.",
      "Hold back further nitrogen.",
      "Drain the field for a few days where that can be done.",
    ],
    prevention: [
      "Grow resistant varieties and use sound seed.",
      "Feed in small portions and keep bunds free of weeds.",
      "Do not work in wet stands.",
    ],
    expert: "Ask early: no spray cures it, and your extension service knows which varieties hold.",
  },
  {
    species: "rice",
    condition: "blast",
    plant: "Rice",
    title: "Blast",
    cause: "fungus",
    whatItIs:
      "A fungal disease with diamond-shaped spots, grey in the middle and brown at the rim. It also breaks the neck of the panicle, and then the grain is lost.",
    photoCertainty: "fair",
    fromPhoto: "Diamonds with pointed ends are telling; small young spots look like brown spot.",
    lookAlikes: [
      { name: "Brown spot", tell: "Round to oval, evenly scattered, with a yellow border." },
      { name: "Bacterial blight", tell: "Stripes from the edge, not separate spots." },
    ],
    today: [
      "Look at several plants and at the panicle necks.",
      "Keep the field flooded: dry soil helps the fungus.",
      "Hold back nitrogen.",
    ],
    prevention: [
      "Grow resistant varieties and sound seed.",
      "Avoid late sowing and heavy feeding.",
      "Remove straw and volunteer plants.",
    ],
    expert:
      "Ask before heading if diamonds are on upper leaves: then time matters, and treatments follow local rules.",
  },
  {
    species: "rice",
    condition: "brown spot",
    plant: "Rice",
    title: "Brown spot",
    cause: "fungus",
    whatItIs:
      "A fungal disease of hungry or thirsty rice: many round to oval brown spots over the whole leaf, also on the grain.",
    photoCertainty: "fair",
    fromPhoto: "Even, oval spots with a yellow border fit. It often tells of poor soil.",
    lookAlikes: [
      { name: "Blast", tell: "Diamond-shaped spots with pointed ends." },
      { name: "Narrow brown spot", tell: "Short thin lines along the veins." },
    ],
    today: [
      "Check water and feeding: was the field dry, or is potassium short?",
      "Photograph old and young leaves.",
    ],
    prevention: [
      "Keep soil fertile and evenly wet.",
      "Use sound, cleaned seed.",
      "Choose tolerant varieties.",
    ],
    expert: "Ask for a soil test when it returns each season.",
  },
];
