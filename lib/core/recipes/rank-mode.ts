/** What a person wants first within each shelf; the first is the default. */
export const RANK_MODES = ["use-up-most", "quickest"] as const;
export type RankMode = (typeof RANK_MODES)[number];
