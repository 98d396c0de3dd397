"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { SeenBoxes } from "@/lib/core/recipes/one-kitchen";
import { DishLinks } from "./dish-links";
import type { FoodPhoto, PhotographedClass, StripActions } from "./food-photo";
import { CardSkeletons, LoadFailure } from "./load-states";
import { PhotoKitchen } from "./photo-kitchen";
import { StaplesQuestion } from "./staples-question";
import { useVocabulary } from "./use-vocabulary";

export interface CookPanelProps extends StripActions {
  /** In the order of the strip. */
  readonly photos: readonly FoodPhoto[];
  /** The one in front. */
  readonly photoId: string;
  readonly classes: readonly ModelClass[];
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
