/** A class of food on a photo, all its boxes together. */
export interface PhotographedClass {
  readonly classId: number;
  readonly count: number;
  /** The best score among its boxes, in (0, 1]. */
  readonly score: number;
  /** What its surest box is nearly as likely to be. */
  readonly rivalId?: number | undefined;
  readonly boxIds: readonly string[];
  /** The boxes that are nearly as likely to be the rival. */
  readonly doubtIds: readonly string[];
}

/** A photo of the strip with the food on it. */
export interface FoodPhoto {
  readonly id: string;
  readonly name: string;
  readonly thumbUrl: string;
  /** False while it is looked at, and where that failed. */
  readonly isDone: boolean;
  /** Ingredients and dishes, as corrected. */
  readonly classes: readonly PhotographedClass[];
}

/** Boxes of a photo that a person has said the class of. */
export interface NamedBoxes {
  readonly photoId: string;
  readonly boxIds: readonly string[];
  /** Null where the class is right as it is. */
  readonly classId: number | null;
}

/** What a panel beside the photo can do to the strip. */
export interface StripActions {
  readonly onOpenPhoto: (photoId: string) => void;
  /** @returns takes it back */
  readonly onName: (boxes: readonly NamedBoxes[]) => () => void;
}
