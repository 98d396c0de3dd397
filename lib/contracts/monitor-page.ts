import { z } from "zod";
import type { ShadowFigures } from "@/lib/core/monitoring/slices/compare-shadow";
import type { FairGroup, Gap } from "@/lib/core/monitoring/slices/fairness";
import { modelIdSchema } from "./corrections";
import {
  type DriftFinding,
  type Reference,
  type SliceDimension,
  SUMMED_DIMENSIONS,
  type SummedDimension,
} from "./monitoring";
import type { TrainingFigures } from "./training-figures";

export interface ShownReference extends Reference {
  readonly isChosen: boolean;
  /** The model is older than what is kept: these are the oldest two weeks of that. */
  readonly isMoved: boolean;
  /** Compared with the training data; the days stand in for what a photo lacks. */
  readonly isTraining: boolean;
  /** Null: the model's training data was not looked at. */
  readonly training: TrainingFigures | null;
}

/** Where a share probably lies. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What is told of a day or a slice. Null: nothing to divide by. */
export interface DetectionSums {
  readonly events: number;
  /** What the events stand for, where only a part was recorded. */
  readonly weight: number;
  readonly boxes: number;
  readonly boxless: number;
  /** Photos with boxes, and of them those whose best is below one half. */
  readonly topCount: number;
  readonly unsure: number;
  readonly topScore: number | null;
  readonly typicalMs: number | null;
  /** Photos that people saved, and those on which they changed something. */
  readonly judged: number;
  readonly corrected: number;
  /** Boxes of the model on them, and those that were deleted or renamed. */
  readonly judgedBoxes: number;
  readonly wrongBoxes: number;
  readonly wrong: Interval | null;
}

export interface FeatureDay {
  readonly day: string;
  readonly feature: string;
  readonly values: number;
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** What the Monitor page draws of one model. */
export interface Overview {
  readonly models: readonly {
    readonly modelId: string;
    readonly first: string;
    readonly last: string;
    readonly events: number;
  }[];
  /** Days with fewer detections are left out of what follows. */
  readonly least: number;
  /** Days whose sums are not made yet. */
  readonly waiting: number;
  readonly summedAt: string | null;
  readonly modelId: string | null;
  readonly reference: ShownReference | null;
  /** The version that the model learnt from, where it is on this server. */
  readonly trainingVersion: number | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly days: readonly (DetectionSums & { readonly day: string })[];
  readonly features: readonly FeatureDay[];
  readonly bands: readonly {
    readonly feature: string;
    readonly low: number;
    readonly middle: number;
    readonly high: number;
  }[];
  readonly classes: readonly {
    readonly day: string;
    readonly classId: number;
    readonly events: number;
    readonly boxes: number;
    readonly scores: number;
  }[];
}

export interface SliceGroup {
  readonly dimension: SliceDimension;
  /** How many slices have too few detections to be shown. */
  readonly hidden: number;
  readonly slices: readonly (DetectionSums & { readonly value: string })[];
}

/** A share with the interval in which it probably lies, and from how many photos it is told. */
export interface Likely extends Interval {
  readonly value: number;
  readonly photos: number;
}

/** How many boxes of the last weeks are right. Null: too little to say. */
export interface Accuracy {
  /** From their scores alone, calibrated by what people said in the reference. */
  readonly estimated: Likely | null;
  /** From what people said of them. */
  readonly judged: Likely | null;
}

export interface SlicesAnswer {
  readonly modelId: string | null;
  readonly least: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly groups: readonly SliceGroup[];
  readonly accuracy: Accuracy;
  readonly worst: readonly {
    readonly share: "wrong" | "boxless" | "unsure";
    readonly where: Partial<Readonly<Record<SummedDimension, string>>>;
    readonly bad: number;
    readonly all: number;
    readonly others: number;
    readonly p: number;
  }[];
}

export const slicePhotosInputSchema = z.object({
  modelId: modelIdSchema,
  share: z.enum(["wrong", "boxless", "unsure"]),
  where: z.partialRecord(z.enum(SUMMED_DIMENSIONS), z.string().max(40)),
});
export type SlicePhotosInput = z.infer<typeof slicePhotosInputSchema>;

/** Photos that the team shares and that fall into a slice, the worst first. */
export interface SlicePhotos {
  readonly photos: readonly {
    readonly id: string;
    /** Wrong boxes; of a photo without a sure box, how unsure its best is. */
    readonly bad: number;
  }[];
  /** Those that are not shown included. */
  readonly all: number;
  /** Photos of which is not written down whether they fall into it. */
  readonly unknown: number;
}

export interface Matrix {
  readonly modelId: string | null;
  readonly reference: ShownReference | null;
  readonly looks: readonly { readonly startsOn: string; readonly finding: DriftFinding }[];
}

/** Photos of what drifts that wait for review, by the feature they are of most. */
export interface DriftPicks {
  readonly columns: readonly { readonly column: string; readonly photos: number }[];
}

/** A feature's values before and now, in the same places. */
export interface Evidence {
  readonly kind: "numbers" | "names";
  readonly bars: readonly {
    /** A name, or from where to where. */
    readonly name: string;
    readonly reference: number;
    readonly current: number;
  }[];
  readonly referenceRows: number;
  readonly currentRows: number;
}

/** What is told of a cell's values: no bars where either side has fewer than `least`. */
export interface ShownEvidence extends Evidence {
  readonly least: number;
}

/** Candidates that ran in the shadow of a model on the team's photos. */
export interface ShadowAnswer {
  readonly championId: string;
  /** The candidate that runs in the shadow now, beside whatever is champion now. */
  readonly runningId: string | null;
  readonly least: number;
  /** Since when photos are told of, ISO 8601. Null: nothing was ever reported. */
  readonly since: string | null;
  readonly candidates: readonly {
    readonly candidateId: string;
    readonly photos: number;
    /** Null: too few photos. */
    readonly figures: ShadowFigures | null;
  }[];
}

/** How groups of foods and devices fare beside each other, the worst first. */
export interface FairnessAnswer {
  readonly modelId: string;
  readonly from: string;
  readonly to: string;
  readonly least: number;
  /** `AISLES` of the recipes, `dish`, `leaf`, `other`. */
  readonly foods: readonly FairGroup[];
  readonly devices: readonly FairGroup[];
  /** Groups with too few photos to be shown. */
  readonly hiddenFoods: number;
  readonly hiddenDevices: number;
  readonly foodGap: Gap | null;
  readonly deviceGap: Gap | null;
}
