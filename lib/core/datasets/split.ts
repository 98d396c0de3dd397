/** The parts of a data set: for training, for choosing between trainings, and for the final measurement. */
export const SPLITS = ["train", "val", "test"] as const;
export type Split = (typeof SPLITS)[number];
