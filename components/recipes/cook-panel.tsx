"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { SeenBoxes } from "@/lib/core/recipes/one-kitchen";
import { DishLinks } from "./dish-links";
import { CardSkeletons, LoadFailure } from "./load-states";
import { PhotoKitchen } from "./photo-kitchen";
import { StaplesQuestion } from "./staples-question";
import { useVocabulary } from "./use-vocabulary";

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

export interface CookPanelProps {
  /** In the order of the strip. */
  readonly photos: readonly FoodPhoto[];
  /** The one in front. */
  readonly photoId: string;
  readonly classes: readonly ModelClass[];
  readonly onOpenPhoto: (photoId: string) => void;
  /** @returns takes it back */
  readonly onName: (boxes: readonly NamedBoxes[]) => () => void;
}

/** What to cook from what is seen, on the photo in front or on all of the strip. */
export function CookPanel(props: CookPanelProps) {
  const { photos, photoId, classes } = props;
  const t = useTranslations("recipes");
  const { vocabulary, error, refetch } = useVocabulary();
  const matched = useMemo(
    () =>
      photos.map(({ id, classes: found, ...photo }) => ({ id, ...photo, ...matchClasses(found, classes) })),
    [photos, classes],
  );
  if (error && !vocabulary) return <LoadFailure onRetry={refetch} />;
  const front = matched.find(({ id }) => id === photoId);
  return (
    <div className="flex flex-col gap-4 p-3">
      <DishLinks dishes={front?.dishes ?? []} />
      {vocabulary ? <StaplesQuestion vocabulary={vocabulary} /> : null}
      {vocabulary ? (
        <PhotoKitchen {...props} photos={matched} vocabulary={vocabulary} />
      ) : (
        <CardSkeletons label={t("suggestions")} />
      )}
    </div>
  );
}

function matchClasses(found: readonly PhotographedClass[], classes: readonly ModelClass[]) {
  const byId = new Map(classes.map((entry) => [entry.id, entry]));
  const seen: SeenBoxes[] = [];
  const dishes: ModelClass[] = [];
  for (const entry of found) {
    const known = byId.get(entry.classId);
    const rival = entry.rivalId === undefined ? undefined : byId.get(entry.rivalId)?.name;
    if (known?.kind === "ingredient") seen.push({ ...entry, className: known.name, rival });
    if (known?.kind === "dish") dishes.push(known);
  }
  return { seen, dishes };
}
