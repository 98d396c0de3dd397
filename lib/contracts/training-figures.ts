import { z } from "zod";
import { modelIdSchema } from "./corrections";
import { detectionFiguresSchema } from "./detection-events";

export const TRAINING_FIGURES_JOB = "training-figures";

/** Photos of the training data that are looked at: a random sample, always the same for the same photos. */
export const TRAINING_SAMPLE = 500;

/** What a model finds on photos that it learnt from. Without what a photo lacks: a device, a browser, a time. */
export const trainingRowsSchema = z.array(detectionFiguresSchema);
export type TrainingRow = z.infer<typeof trainingRowsSchema>[number];

export const trainingFiguresInputSchema = z.object({ modelId: modelIdSchema });

/** The figures of a model's training data, in a line. */
export interface TrainingFigures {
  /** Of the data set; null where the photos were read from a folder. */
  readonly version: number | null;
  /** Photos that were looked at, of how many. */
  readonly photos: number;
  readonly all: number;
  readonly madeAt: string;
}
