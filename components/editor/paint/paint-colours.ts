/** Halos and handles lie on a photo, not on the page: the same in light and dark. */
export const HALO_DARK = "rgb(0 0 0 / 0.6)";
export const HALO_LIGHT = "rgb(255 255 255 / 0.85)";
export const HANDLE_FILL = "rgb(255 255 255)";
export const READOUT_FILL = "rgb(18 21 19 / 0.88)";
export const READOUT_TEXT = "rgb(255 255 255)";

/** A box without a name has no class's colour: white on the photo, dark on white. */
export const UNNAMED_COLOUR = { stroke: "rgb(255 255 255)", fill: "rgb(255 255 255)", text: "rgb(18 21 19)" };
