/** The parts of a data set: what is trained on, what chooses between trainings, what measures the end. */
export const SPLITS = ["train", "val", "test"] as const;
export type Split = (typeof SPLITS)[number];
