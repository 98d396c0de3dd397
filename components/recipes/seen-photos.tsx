"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { KitchenItem, Sighting } from "@/lib/core/recipes/one-kitchen";

/** A photo of the strip, as a small picture. */
export interface ShownPhoto {
  readonly id: string;
  readonly name: string;
  readonly thumbUrl: string;
}

/** More are in the list that opens on the food's name. */
const THUMBS = 3;

export interface SeenPhotosProps {
  readonly food: string;
  readonly sightings: readonly Sighting[];
  readonly photos: readonly ShownPhoto[];
  readonly onOpenPhoto: (photoId: string) => void;
}

const shownOf = (sightings: readonly Sighting[], photos: readonly ShownPhoto[]) =>
  sightings.flatMap((sighting) => {
    const photo = photos.find(({ id }) => id === sighting.photoId);
    return photo ? [{ sighting, photo }] : [];
  });

/** The first photos a food was seen on; a press opens one. */
export function SeenThumbs({ food, sightings, photos, onOpenPhoto }: SeenPhotosProps) {
  const t = useTranslations("recipes");
  return shownOf(sightings, photos)
    .slice(0, THUMBS)
    .map(({ photo }) => (
      <button
        key={photo.id}
        type="button"
        aria-label={t("openPhoto", { food, name: photo.name })}
        title={photo.name}
        onClick={() => onOpenPhoto(photo.id)}
        className="grid size-6 shrink-0 place-items-center rounded-full pointer-coarse:size-11"
      >
        {/* biome-ignore lint/performance/noImgElement: a local object URL */}
        <img src={photo.thumbUrl} alt="" className="size-5 rounded-full object-cover pointer-coarse:size-8" />
      </button>
    ));
}

/** The name of a food on several photos: opens which they are, how many are on each, and how many there are in all. */
export function SeenList({
  text,
  item,
  food,
  photos,
  onOpenPhoto,
  onCount,
}: Omit<SeenPhotosProps, "sightings"> & {
  readonly text: string;
  readonly item: KitchenItem;
  readonly onCount: (count: number) => void;
}) {
  const t = useTranslations("recipes");
  const { sightings, count, upTo } = item;
  return (
    <Popover
      label={t("seenOn", { food: text, count: sightings.length })}
      align="start"
      className="w-72 p-2"
      trigger={
        <button
          type="button"
          className="h-6 rounded-full px-1 underline decoration-dotted underline-offset-2 hover:bg-ink/10 pointer-coarse:h-11 pointer-coarse:px-2"
        >
          {text}
          <span className="sr-only">, {t("onPhotos", { count: sightings.length })}</span>
        </button>
      }
    >
      <ul className="flex flex-col">
        {shownOf(sightings, photos).map(({ sighting, photo }) => (
          <li key={photo.id}>
            <button
              type="button"
              aria-label={t("openPhoto", { food, name: photo.name })}
              onClick={() => onOpenPhoto(photo.id)}
              className="flex min-h-10 w-full items-center gap-2.5 rounded-small px-1.5 text-left hover:bg-sunken"
            >
              {/* biome-ignore lint/performance/noImgElement: a local object URL */}
              <img src={photo.thumbUrl} alt="" className="size-8 rounded-small object-cover" />
              <span className="min-w-0 flex-1 truncate">{photo.name}</span>
              <span className="tabular text-meta text-ink-soft">
                {t("onPhoto", { count: sighting.count ?? 0 })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {upTo !== null && count !== null ? (
        <div className="mt-1 flex flex-col gap-2 border-t p-1.5 pt-2.5">
          <p className="text-pretty text-meta text-ink-soft">{t("mayBeSame", { count })}</p>
          <div className="flex flex-wrap gap-1.5">
            <Button size="small" onClick={() => onCount(count)}>
              {t("sameOnes", { count })}
            </Button>
            <Button size="small" onClick={() => onCount(upTo)}>
              {t("allDiffer", { count: upTo })}
            </Button>
          </div>
        </div>
      ) : null}
    </Popover>
  );
}
