/** Work on this many photos goes on at once: the next are decoded while one is in the network. */
export const PHOTOS_AT_ONCE = 3;
