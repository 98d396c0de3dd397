"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { classColour } from "@/components/ui/class-colour";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { type ClassRegistryView, useClassRegistry } from "@/lib/client/datasets/use-registry";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { SIZE_BANDS, type SizeBand } from "@/lib/contracts/data-errors";
import type { DatasetVersion } from "@/lib/contracts/dataset-versions";
import { SPLITS, type Split } from "@/lib/core/datasets/split";
import { MoreButton } from "../more-button";
import { BoxShape, VersionsPhoto } from "../versions-photo";
import { type Cell, ConfusionMatrix } from "./confusion-matrix";
import { PhotoMap } from "./photo-map";

interface Wanted {
  readonly classId?: number;
  readonly split?: Split;
  readonly source?: string;
  readonly size?: SizeBand;
  readonly near?: string;
  readonly cell?: Cell;
}

/** The photos of a version, by what is in them, by how much they look alike, and by what is confused. */
export function BrowseView({ number }: { readonly number: number }) {
  const t = useTranslations("browse");
  const tErrors = useTranslations("dataErrors");
  const trpc = useTRPC();
  const registry = useClassRegistry();
  const sentence = useErrorSentence();
  const [wanted, setWanted] = useState<Wanted>({});
  const version = useQuery(trpc.versions.get.queryOptions({ number }));
  const overview = useQuery(trpc.dataErrors.overview.queryOptions({ number }));
  const isLooked = overview.data !== undefined && overview.data !== null;
  const map = useQuery(trpc.dataErrors.map.queryOptions({ number }, { enabled: isLooked }));
  const confusion = useQuery(trpc.dataErrors.confusion.queryOptions({ number }, { enabled: isLooked }));
  // one way of choosing photos at a time, and the filters with it
  const choose = (next: Wanted) =>
    setWanted(({ near: _near, cell: _cell, ...filters }) => ({ ...filters, ...next }));
  if (version.isError)
    return (
      <>
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p role="alert">{sentence(toApiError(version.error))}</p>
      </>
    );
  return (
    <>
      <header className="flex flex-col gap-2">
        <Link
          href={`/studio/data/versions/${number}`}
          className="self-start text-ink-soft text-meta hover:underline"
        >
          {tErrors("back", { number })}
        </Link>
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p className="max-w-[70ch] text-ink-soft">{t("explain")}</p>
      </header>
      {version.data ? <Filters version={version.data} wanted={wanted} onChange={setWanted} /> : null}
      {map.data ? (
        <PhotoMap
          map={map.data}
          registry={registry}
          chosen={wanted.near}
          onChoose={(near) => choose({ near })}
        />
      ) : overview.data === null ? (
        <p className="flex flex-wrap items-center gap-3">
          {t("mapNone")}
          <Button asChild size="small">
            <Link href={`/studio/data/versions/${number}/errors`}>{t("toErrors")}</Link>
          </Button>
        </p>
      ) : null}
      {confusion.data ? (
        <ConfusionMatrix
          confusion={confusion.data}
          registry={registry}
          chosen={wanted.cell}
          onChoose={(cell) => choose({ cell })}
        />
      ) : null}
      <Photos
        number={number}
        wanted={wanted}
        registry={registry}
        onNear={(near) => choose({ near })}
        onAll={() => choose({})}
      />
    </>
  );
}

interface FiltersProps {
  readonly version: DatasetVersion;
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
}

function Filters({ version, wanted, onChange }: FiltersProps) {
  const t = useTranslations("browse");
  const splits = useTranslations("versions");
  const { classes, sources } = version.summary;
  const set = <Key extends keyof Wanted>(key: Key, value: Wanted[Key] | undefined) => {
    const { [key]: _, ...others } = wanted;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  return (
    <div className="flex flex-wrap gap-3">
      <Choice
        label={t("class")}
        any={t("anyClass")}
        value={wanted.classId === undefined ? "" : String(wanted.classId)}
        options={classes.map(({ id, displayName }) => [String(id), displayName])}
        onChange={(value) => set("classId", value === "" ? undefined : Number(value))}
      />
      <Choice
        label={t("size")}
        any={t("anySize")}
        value={wanted.size ?? ""}
        options={SIZE_BANDS.map((size) => [size, t(`sizes.${size}`)])}
        onChange={(value) =>
          set(
            "size",
            SIZE_BANDS.find((one) => one === value),
          )
        }
      />
      <Choice
        label={t("source")}
        any={t("anySource")}
        value={wanted.source ?? ""}
        options={sources.map(({ source }) => [source, source])}
        onChange={(value) => set("source", value === "" ? undefined : value)}
      />
      <Choice
        label={t("split")}
        any={t("anySplit")}
        value={wanted.split ?? ""}
        options={SPLITS.map((split) => [split, splits(`split.${split}`)])}
        onChange={(value) =>
          set(
            "split",
            SPLITS.find((one) => one === value),
          )
        }
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly any: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, any, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex min-w-40 flex-1 flex-col gap-1 text-ink-soft text-meta sm:flex-none">
      {label}
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 rounded-card border border-line-strong bg-raised px-2 text-body text-ink pointer-coarse:h-11"
      >
        <option value="">{any}</option>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PhotosProps {
  readonly number: number;
  readonly wanted: Wanted;
  readonly registry: ClassRegistryView;
  readonly onNear: (sha256: string) => void;
  readonly onAll: () => void;
}

function Photos({ number, wanted, registry, onNear, onAll }: PhotosProps) {
  const t = useTranslations("browse");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const query = useInfiniteQuery(
    trpc.dataErrors.browse.infiniteQueryOptions(
      { number, ...wanted },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const photos = query.data?.pages.flatMap((page) => page.photos) ?? [];
  const nameOf = (side: number | null) => (side === null ? t("nothing") : registry.nameOf(side));
  const near = photos.find(({ sha256 }) => sha256 === wanted.near);
  const { cell } = wanted;
  const title: ReactNode = cell
    ? t("cellPhotos", { truth: nameOf(cell.truth), found: nameOf(cell.found) })
    : near
      ? t("near", { name: near.name })
      : t("all");
  return (
    <section aria-labelledby="browse-photos" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="browse-photos" className="font-semibold text-lead">
          {title}
        </h2>
        <span role="status" className="tabular text-ink-soft">
          {query.data ? t("count", { count: query.data.pages[0]?.total ?? 0 }) : null}
        </span>
        {wanted.near !== undefined || cell ? (
          <Button size="small" onClick={onAll}>
            {t("all")}
          </Button>
        ) : null}
      </div>
      {query.isError ? <p role="alert">{sentence(toApiError(query.error))}</p> : null}
      {query.data && photos.length === 0 ? <p>{t("none")}</p> : null}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {photos.map((photo) => (
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
              {[...new Set(photo.boxes.map(({ classId }) => registry.nameOf(classId)))].join(", ") ||
                t("empty")}
            </span>
            <span className="flex flex-wrap items-center gap-1.5">
              <Badge tone="plain">{photo.split}</Badge>
              <Button
                size="small"
                tone="quiet"
                className="ml-auto"
                aria-label={t("alikeNamed", { name: photo.name })}
                onClick={() => onNear(photo.sha256)}
              >
                {t("alike")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t("more")} />
    </section>
  );
}
