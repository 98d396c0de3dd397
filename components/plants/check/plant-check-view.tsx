"use client";

import { ArrowLeft, Leaf } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { CheckPhoto } from "@/lib/client/plants/plant-check";
import { usePlantCheck } from "@/lib/client/plants/use-plant-check";
import type { NamedBlob } from "@/lib/client/workspace/workspace";
import { useClasses, useDetector } from "@/lib/client/workspace/workspace-context";
import { MAX_LOOK_PHOTOS } from "@/lib/contracts/plants";
import { combinePlant, type PlantAnswer } from "@/lib/core/plants/combine";
import { allUnlike, type LeafReader, leafClassesOf, readLeaves } from "@/lib/core/plants/read-leaves";
import { PlantAnswerView } from "../plant-answer";
import { CheckPhotoCard } from "./check-photo-card";
import { KeepLook } from "./keep-look";
import { PhotoPicker } from "./photo-picker";

/** Several leaf photos of one plant make one answer. */
export function PlantCheckView() {
  const t = useTranslations("plants.check");
  const plantId = useSearchParams().get("plant");
  const { all } = useClasses();
  const calibration = useDetector(({ manifest }) => manifest?.calibration);
  const reader = useMemo<LeafReader>(
    () => ({ classes: leafClassesOf(all), calibration }),
    [all, calibration],
  );
  const { photos, add, remove, again, clear, kick } = usePlantCheck((state) => state);
  const take = useTake(add, photos.length);
  const done = photos.filter(({ state }) => state === "done");
  const answer = useMemo(() => answerOf(photos, reader), [photos, reader]);
  const isLooking = photos.some(({ state }) => state === "waiting" || state === "looking");
  useEffect(() => kick(), [kick]);
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-5 px-4 py-6 lg:px-6">
      <header className="flex flex-col gap-2">
        <Button asChild size="small" tone="quiet" className="-ml-2 self-start">
          <Link href={plantId ? `/plants/${plantId}` : "/plants"}>
            <ArrowLeft aria-hidden />
            {t("back")}
          </Link>
        </Button>
        <h1 className="text-display font-semibold tracking-[-0.01em]">{t("title")}</h1>
        <p className="max-w-[64ch] text-pretty text-ink-soft">{t("intro")}</p>
      </header>
      <Hold />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_400px]">
        <section aria-label={t("photos")} className="flex min-w-0 flex-col gap-4">
          <PhotoPicker onFiles={take} isFirst={photos.length === 0} />
          {photos.length === 0 ? (
            <EmptyState
              icon={<Leaf />}
              title={t("empty")}
              body={t("emptyBody")}
              className="rounded-card border border-dashed"
            />
          ) : (
            <ul className="grid grid-cols-2 gap-x-3 gap-y-4 sm:grid-cols-3">
              {photos.map((photo) => (
                <CheckPhotoCard
                  key={photo.id}
                  photo={photo}
                  reader={reader}
                  onRemove={() => remove(photo.id)}
                  onAgain={() => again(photo.id)}
                />
              ))}
            </ul>
          )}
        </section>
        {done.length > 0 ? (
          <section aria-label={t("answer")} aria-live="polite" className="flex min-w-0 flex-col gap-3">
            <p className="text-meta text-ink-soft">
              {isLooking
                ? t("answerSoFar", { done: done.length, photos: photos.length })
                : t("answerOf", { photos: done.length })}
            </p>
            <PlantAnswerView answer={answer} classes={reader.classes} level={2} />
            {calibration || reader.classes.length === 0 ? null : <NotCalibrated />}
            <KeepLook
              answer={answer}
              photos={done}
              leafIds={new Set(reader.classes.map(({ classId }) => classId))}
              plantId={plantId}
              onKept={clear}
            />
            <Note />
          </section>
        ) : null}
      </div>
    </div>
  );
}

function answerOf(photos: readonly CheckPhoto[], reader: LeafReader): PlantAnswer {
  const readings = photos
    .filter(({ state }) => state === "done")
    .map(({ boxes, features }) => readLeaves(boxes, reader, features));
  return combinePlant(
    readings.flatMap(({ leaves }) => leaves),
    { isUnlike: allUnlike(readings) },
  );
}

/** Takes files in, and says why for each that could not be taken. */
function useTake(
  add: (files: readonly NamedBlob[]) => Promise<readonly { name: string; code: string }[]>,
  has: number,
) {
  const t = useTranslations("plants.check");
  const show = useToast();
  const sentence = useErrorSentence();
  return useCallback(
    async (files: readonly NamedBlob[]) => {
      if (has + files.length > MAX_LOOK_PHOTOS) show({ title: t("tooMany", { limit: MAX_LOOK_PHOTOS }) });
      for (const rejected of await add(files))
        show({ tone: "attention", title: sentence(rejected, rejected.name) });
    },
    [add, has, show, sentence, t],
  );
}

/** Why no photo is being checked, if so, and what helps. */
function Hold() {
  const t = useTranslations("plants.check");
  const status = useDetector((state) => state.status);
  const allow = useDetector((state) => state.setServerConsent);
  const restart = useDetector((state) => state.restart);
  if (status.state === "downloading" && status.totalBytes > 0)
    return (
      <p role="status" className="tabular text-meta text-ink-soft">
        {t("downloading", { part: Math.round((100 * status.receivedBytes) / status.totalBytes) })}
      </p>
    );
  if (status.state !== "needs-consent" && status.state !== "failed") return null;
  const isConsent = status.state === "needs-consent";
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-card border border-saffron bg-saffron-wash px-4 py-3 text-saffron-ink"
    >
      <p className="min-w-0 flex-1">{t(isConsent ? "needsConsent" : "modelFailed")}</p>
      <Button onClick={() => void (isConsent ? allow(true) : restart())}>
        {t(isConsent ? "allowServer" : "again")}
      </Button>
    </div>
  );
}

function NotCalibrated() {
  return <p className="text-meta text-ink-soft">{useTranslations("care")("notCalibrated")}</p>;
}

function Note() {
  return <p className="text-meta text-ink-soft">{useTranslations("care")("note")}</p>;
}
