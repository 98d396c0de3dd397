"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/lib/client/api/trpc";
import { modelHref } from "@/lib/client/models/model-href";
import { photoImageUrl } from "@/lib/contracts/library";

/** From a model back to its run, its data-set version, and the photos a person corrected. */
export function LineageView({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.models.lineage.queryOptions({ modelId }));
  if (!data) return <p role="status">{t("loading")}</p>;
  const { baseModelId, runId, version, photos, corrections, correctionCount } = data;
  if (!version && !runId) return <p className="text-ink-soft">{t("noLineage")}</p>;
  const link = "font-medium underline-offset-4 hover:underline";
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {version ? (
          <li>
            <Link className={link} href={`/studio/data/versions/${version.number}`}>
              {t("dataVersion", { number: version.number })}
            </Link>{" "}
            <span className="text-ink-soft text-meta">{version.manifestSha256.slice(0, 12)}</span> →
          </li>
        ) : null}
        {baseModelId ? (
          <li>
            <Link className={link} href={modelHref(baseModelId)}>
              {baseModelId}
            </Link>{" "}
            →
          </li>
        ) : null}
        {runId ? (
          <li>
            <Link className={link} href={`/studio/training/${runId}`}>
              {t("run")}
            </Link>{" "}
            →
          </li>
        ) : null}
        <li>{modelId}</li>
      </ol>
      {version ? <p>{t("lineagePhotos", { ...photos, corrections: correctionCount })}</p> : null}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2">
        {corrections.map(({ correctionId, photo, split }) => (
          <li key={correctionId}>
            {photo ? (
              <Link href={`/?photo=${photo.id}`} title={photo.name}>
                {/* biome-ignore lint/performance/noImgElement: a stored thumbnail */}
                <img
                  src={photoImageUrl(photo.id, "thumb")}
                  alt={t("correctedPhoto", { name: photo.name, split })}
                  loading="lazy"
                  className="aspect-square w-full rounded-card bg-sunken object-cover"
                />
              </Link>
            ) : (
              <span className="flex aspect-square items-center justify-center rounded-card bg-sunken p-1 text-center text-ink-soft text-meta">
                {t("deletedPhoto")}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
