/** What a person wants from the suggestions; the first is the default. */
export const RANK_MODES = ["use-up-most", "fewest-missing", "quickest"] as const;
export type RankMode = (typeof RANK_MODES)[number];
