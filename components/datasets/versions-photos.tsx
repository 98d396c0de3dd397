"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { classColour } from "@/components/ui/class-colour";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClassRegistry } from "@/lib/client/datasets/use-registry";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DatasetVersion } from "@/lib/contracts/dataset-versions";
import { SPLITS, type Split } from "@/lib/core/datasets/split";
import { MoreButton } from "./more-button";
import { BoxShape, VersionsPhoto } from "./versions-photo";

/** The photos of a version with their boxes, by split and class. */
export function VersionsPhotos({ version }: { readonly version: DatasetVersion }) {
  const t = useTranslations("versions");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const registry = useClassRegistry();
  const [split, setSplit] = useState<Split | undefined>(undefined);
  const [classId, setClassId] = useState<number | undefined>(undefined);
  const ids = { split: useId(), class: useId() };
  const query = useInfiniteQuery(
    trpc.versions.photos.infiniteQueryOptions(
      {
        number: version.number,
        ...(split === undefined ? {} : { split }),
        ...(classId === undefined ? {} : { classId }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const select = "h-9 rounded-card border border-line-strong bg-raised px-2 pointer-coarse:h-11";
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-3">
        <label htmlFor={ids.split} className="sr-only">
          {t("splitFilter")}
        </label>
        <select
          id={ids.split}
          value={split ?? ""}
          onChange={(event) => setSplit(SPLITS.find((one) => one === event.target.value))}
          className={select}
        >
          <option value="">{t("anySplit")}</option>
          {SPLITS.map((one) => (
            <option key={one} value={one}>
              {t(`split.${one}`)}
            </option>
          ))}
        </select>
        <label htmlFor={ids.class} className="sr-only">
          {t("classFilter")}
        </label>
        <select
          id={ids.class}
          value={classId ?? ""}
          onChange={(event) => setClassId(event.target.value === "" ? undefined : Number(event.target.value))}
          className={select}
        >
          <option value="">{t("anyClass")}</option>
          {version.summary.classes.map((one) => (
            <option key={one.id} value={one.id}>
              {one.displayName}
            </option>
          ))}
        </select>
        <span role="status" className="tabular text-ink-soft">
          {query.data ? t("photoCount", { count: query.data.pages[0]?.total ?? 0 }) : null}
        </span>
      </p>
      {query.isError ? <p role="alert">{sentence(toApiError(query.error))}</p> : null}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
        {items.map((photo) => (
          <li key={photo.sha256} className="flex min-w-0 flex-col gap-1">
            <VersionsPhoto {...photo} alt={photo.name}>
              {photo.boxes.map((box, index) => (
                <BoxShape
                  // biome-ignore lint/suspicious/noArrayIndexKey: a stored list, drawn as it is; a box may be in it twice
                  key={index}
                  box={box}
                  colour={classColour(box.classId, registry.kindOf(box.classId)).dark}
                />
              ))}
            </VersionsPhoto>
            <span className="truncate text-meta" title={photo.name}>
              {[...new Set(photo.boxes.map((box) => registry.nameOf(box.classId)))].join(", ") ||
                t("noBoxes")}
            </span>
            <span className="flex flex-wrap gap-1.5">
              {photo.heldOutFor ? (
                <Badge tone="unsure">{t("isHeldOut")}</Badge>
              ) : (
                <Badge tone="plain">{t(`split.${photo.split}`)}</Badge>
              )}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t("more")} />
    </div>
  );
}
