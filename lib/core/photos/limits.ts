/** Most pixels a photo may hold. A 108 MP phone photo passes; decoded it takes 0.4 GB. */
export const MAX_PIXELS = 120_000_000;

/** Most bytes of a photo file, uploaded or fetched. */
export const MAX_PHOTO_BYTES = 50 * 1024 * 1024;
