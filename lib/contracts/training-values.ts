import { z } from "zod";

/** What a value is called, what it does, and what it is where nothing is said: the page, the command line and Python's `--help` show these words. */
interface AboutValue {
  readonly title: string;
  readonly description: string;
  /** As in `training/src/forage_training/trainers/config.py`, whose test compares them. */
  readonly default: string | number | Readonly<Record<string, number>>;
}

const value = <T extends z.ZodType>(schema: T, about: AboutValue) => schema.optional().meta({ ...about });

const share = z.number().min(0).max(1);
const bySource = z.record(z.string().regex(/^[\w-]{1,60}$/), z.number().min(0).max(20));

const MOST_PER_EPOCH = 512;
const FEWEST_PER_EPOCH = 4;

/** Photos in an epoch when no other number is given: each photo of a small version once, 512 of a large one. */
export function photosPerEpochOf(trainPhotos: number): number {
  return Math.min(MOST_PER_EPOCH, Math.max(FEWEST_PER_EPOCH, trainPhotos));
}

export const OPTIMISERS = ["adamw", "adam", "sgd"] as const;
export const SCHEDULES = ["cosine", "linear", "constant"] as const;

/** Settings of a training; those left out are the trainer's defaults. Augmentation is part of it. */
export const trainingValuesSchema = z.strictObject({
  trainer: value(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), {
    title: "Trainer",
    description: "What trains the network: a folder of training/src/forage_training/trainers.",
    default: "yolo",
  }),
  optimiser: value(z.enum(OPTIMISERS), {
    title: "Optimiser",
    description:
      "How weights follow their gradients. adamw suits small runs; sgd needs a higher learning rate.",
    default: "adamw",
  }),
  momentum: value(z.number().min(0).max(0.999), {
    title: "Momentum",
    description:
      "How much of the last step goes into the next, from 0 to 0.999; the first beta of adam and adamw.",
    default: 0.937,
  }),
  lr: value(z.number().positive().max(0.1), {
    title: "Learning rate",
    description: "Size of a step when the warm-up is over, up to 0.1. Each config has its own.",
    default: 5e-4,
  }),
  schedule: value(z.enum(SCHEDULES), {
    title: "Schedule",
    description: "How the learning rate falls over the run: along a cosine, along a line, or not at all.",
    default: "cosine",
  }),
  lrEndShare: value(share, {
    title: "Learning rate at the end",
    description: "As a share of the learning rate, from 0 to 1. Not used by the schedule constant.",
    default: 0.02,
  }),
  batch: value(z.number().int().min(1).max(256), {
    title: "Batch",
    description: "Photos in one step, from 1 to 256. More need more memory.",
    default: 16,
  }),
  imagePx: value(z.number().int().min(64).max(1280).multipleOf(32), {
    title: "Edge of a photo in training",
    description: "In pixels, a multiple of 32.",
    default: 320,
  }),
  photosPerEpoch: value(z.number().int().min(FEWEST_PER_EPOCH).max(100_000), {
    title: "Photos in an epoch",
    description: "An epoch is this many photos, not a pass over the data.",
    default: MOST_PER_EPOCH,
  }),
  frozenLayers: value(z.number().int().min(0).max(22), {
    title: "Frozen layers",
    description: "Layers from the photo's side that stay as they are, up to 22.",
    default: 3,
  }),
  warmupEpochs: value(z.number().min(0).max(10), {
    title: "Warm-up",
    description: "Epochs in which the learning rate rises to its height, from 0 to 10.",
    default: 1,
  }),
  weightDecay: value(z.number().min(0).max(0.1), {
    title: "Weight decay",
    description: "How strongly weights are kept small, from 0 to 0.1.",
    default: 5e-4,
  }),
  mosaic: value(share, {
    title: "Mosaics",
    description: "Share of samples put together from four photos.",
    default: 0.8,
  }),
  mosaicOffShare: value(share, {
    title: "Without mosaics",
    description: "Share of the epochs, at the end, without mosaics.",
    default: 0.3,
  }),
  degrees: value(z.number().min(0).max(180), {
    title: "Turning",
    description: "A photo is turned by up to this many degrees.",
    default: 4,
  }),
  scale: value(share, {
    title: "Scaling",
    description: "A photo is made larger or smaller by up to this share.",
    default: 0.5,
  }),
  fliplr: value(share, {
    title: "Mirroring",
    description: "Share of samples that are mirrored left to right.",
    default: 0.5,
  }),
  hsvH: value(share, {
    title: "Hue",
    description: "Colours are shifted by up to this share of the circle.",
    default: 0.015,
  }),
  hsvS: value(share, {
    title: "Saturation",
    description: "Colours are made stronger or paler by up to this share.",
    default: 0.6,
  }),
  hsvV: value(share, {
    title: "Brightness",
    description: "A photo is made lighter or darker by up to this share.",
    default: 0.4,
  }),
  sourceRepeats: value(bySource, {
    title: "How often each source is shown",
    description: "By the source's name, times what rare classes add.",
    default: { ingredients: 1.5, plantdoc: 2.5, tableware: 2 },
  }),
  invertedShare: value(bySource, {
    title: "Inverted photos",
    description: "By the source's name, the share of its photos shown in inverted colours.",
    default: { plantdoc: 0.2 },
  }),
  validationPhotos: value(z.number().int().min(0).max(5_000), {
    title: "Validation photos",
    description: "How many are measured after each epoch, for the curve; 0 leaves it out.",
    default: 0,
  }),
  seed: value(z.number().int().min(0), {
    title: "Seed",
    description: "What is random begins here: the same seed shows the same photos in the same order.",
    default: 0,
  }),
});
export type TrainingValues = z.infer<typeof trainingValuesSchema>;
export type TrainingValueName = keyof TrainingValues;

/** Words and default of a value. */
export function aboutValue(name: TrainingValueName): AboutValue {
  return trainingValuesSchema.shape[name].meta() as unknown as AboutValue;
}
