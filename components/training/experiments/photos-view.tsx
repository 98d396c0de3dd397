"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { PhotoOfAll, PhotosOfAll } from "@/lib/contracts/experiments";
import { trainingFileUrl } from "@/lib/contracts/training";

/** Two to six models on the photos that all were measured on. */
export function PhotosView({ modelIds }: { readonly modelIds: readonly string[] }) {
  const t = useTranslations("experiments.photosOfAll");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const query = useQuery(trpc.experiments.photos.queryOptions({ modelIds: [...modelIds] }));
  return (
    <div className="mx-auto flex w-full max-w-[1600px] min-w-0 flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <Link
        href="/studio/training/experiments"
        className="self-start text-ink-soft underline-offset-4 hover:underline"
      >
        ← {t("back")}
      </Link>
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
      {query.isError ? (
        <EmptyState
          title={t("failedTitle")}
          body={sentence(toApiError(query.error))}
          actions={<Button onClick={() => void query.refetch()}>{t("tryAgain")}</Button>}
        />
      ) : query.isPending ? (
        <p role="status">{t("loading")}</p>
      ) : (
        <Compared compared={query.data} />
      )}
    </div>
  );
}

function Compared({ compared }: { readonly compared: PhotosOfAll }) {
  const t = useTranslations("experiments.photosOfAll");
  const { models, common, photos } = compared;
  return (
    <>
      <Section title={t("onCommon", { count: common })}>
        <Left left={compared.left} />
        {common > 0 && models.length >= 2 ? (
          <table className="tabular w-full max-w-xl">
            <thead className="text-left text-ink-soft text-meta">
              <tr>
                <th className="pr-4 font-normal">{t("model")}</th>
                <th className="pr-4 text-right font-normal">mAP50</th>
                <th className="pr-4 text-right font-normal">{t("f1")}</th>
                <th className="pr-4 text-right font-normal">{t("shownFrom")}</th>
                <th className="text-right font-normal">{t("mistakes")}</th>
              </tr>
            </thead>
            <tbody>
              {models.map(({ id, confidence, map50, f1, errors }) => (
                <tr key={id} className="border-t">
                  <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                    <Link href={`/studio/models/${id}`} className="underline-offset-4 hover:underline">
                      {id}
                    </Link>
                  </th>
                  <td className="py-1.5 pr-4 text-right">
                    {map50 === null ? "–" : (100 * map50).toFixed(1)}
                  </td>
                  <td className="py-1.5 pr-4 text-right">{f1 === null ? "–" : (100 * f1).toFixed(1)}</td>
                  <td className="py-1.5 pr-4 text-right">{confidence.toFixed(2)}</td>
                  <td className="py-1.5 text-right">{errors}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p>{t("nothingCommon")}</p>
        )}
      </Section>
      {models.length >= 2 && photos.length > 0 ? (
        <Section title={t("photos")} hint={t("photosHint", { count: photos.length })}>
          <ul className="flex flex-col gap-6">
            {photos.map((photo) => (
              <li key={`${photo.set} ${photo.sha256}`}>
                <PhotoRow photo={photo} ids={models.map(({ id }) => id)} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

/** What was left out of the comparison, and why. */
function Left({ left }: { readonly left: PhotosOfAll["left"] }) {
  const t = useTranslations("experiments.photosOfAll");
  const lines = [
    left.models.length > 0 ? t("noPhotosOf", { names: left.models.join(", ") }) : "",
    left.notByAll > 0 ? t("notByAll", { count: left.notByAll }) : "",
    left.otherBoxes > 0 ? t("otherBoxes", { count: left.otherBoxes }) : "",
    left.classes.length > 0
      ? t("otherClasses", { count: left.classes.length, names: left.classes.slice(0, 8).join(", ") })
      : "",
  ].filter(Boolean);
  return (
    <ul className="flex flex-col gap-1 text-ink-soft">
      {lines.length === 0 ? <li>{t("nothingLeft")}</li> : lines.map((line) => <li key={line}>{line}</li>)}
    </ul>
  );
}

/** Few models get large pictures, six still stand in one row. */
const COLUMNS: Readonly<Record<number, string>> = {
  2: "max-w-5xl md:grid-cols-2",
  3: "md:grid-cols-3",
  4: "md:grid-cols-2 xl:grid-cols-4",
  5: "md:grid-cols-3 xl:grid-cols-5",
  6: "md:grid-cols-3 xl:grid-cols-6",
};

function PhotoRow({ photo, ids }: { readonly photo: PhotoOfAll; readonly ids: readonly string[] }) {
  const t = useTranslations("experiments.photosOfAll");
  const url = trainingFileUrl("runs", photo.runId, "photos", photo.set, photo.photo);
  const fewest = Math.min(...photo.models.map(({ errors }) => errors));
  return (
    <>
      <div className={`grid grid-cols-2 gap-3 ${COLUMNS[ids.length] ?? ""}`}>
        {photo.models.map(({ errors, boxes }, at) => {
          const id = ids[at] ?? "";
          return (
            <figure key={id} className="min-w-0">
              <svg
                role="img"
                aria-label={t("photoAlt", { model: id, errors, photo: photo.photo.slice(0, 8) })}
                viewBox={`0 0 ${photo.width} ${photo.height}`}
                className="block aspect-[4/3] w-full rounded-card bg-sunken"
                fill="none"
              >
                <image href={url} width={photo.width} height={photo.height} preserveAspectRatio="none" />
                {photo.truths.map(({ name, box }, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
                  <Outline key={i} box={box} title={name} className="stroke-white" dash="2 3" />
                ))}
                {boxes.map(({ name, score, box }, i) => {
                  const title = `${name} ${score.toFixed(2)}`;
                  // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
                  return <Outline key={i} box={box} title={title} className="stroke-saffron" />;
                })}
              </svg>
              <figcaption className="text-meta">
                <span className="block truncate font-medium">{id}</span>
                <span className={errors === fewest ? "text-leaf-strong" : "text-ink-soft"}>
                  {t("errors", { count: errors })}
                </span>
              </figcaption>
            </figure>
          );
        })}
      </div>
      <p className="mt-1 truncate text-ink-soft text-meta">
        {photo.set} · {photo.photo.slice(0, 16)}
      </p>
    </>
  );
}

interface OutlineProps {
  readonly box: PhotoOfAll["truths"][number]["box"];
  readonly title: string;
  readonly className: string;
  readonly dash?: string;
}

function Outline({ box: [x1, y1, x2, y2], title, className, dash }: OutlineProps) {
  const shape = {
    x: x1,
    y: y1,
    width: x2 - x1,
    height: y2 - y1,
    vectorEffect: "non-scaling-stroke" as const,
  };
  return (
    <g>
      <title>{title}</title>
      <rect {...shape} className="stroke-black/60" strokeWidth={4} />
      <rect {...shape} className={className} strokeWidth={2} strokeDasharray={dash} />
    </g>
  );
}
