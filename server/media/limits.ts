/** Longest edge of a thumbnail, px. */
export const THUMBNAIL_EDGE_PX = 512;

/** How many photos one process decodes at once; the rest wait. */
export const PARALLEL_DECODES = 2;
