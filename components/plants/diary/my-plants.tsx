"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, Images, Sprout } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { photoImageUrl } from "@/lib/contracts/library";
import type { PlantDiary } from "@/lib/contracts/plants";
import { longDay } from "../format-day";
import { LeafPicture } from "../leaf-picture";
import { VerdictText } from "../plant-answer";
import { ConditionTimeline } from "./condition-timeline";
import { PlantBinView } from "./plant-bin";

/** The person's plants, each with its last look, and the way to check one. */
export function MyPlants() {
  const t = useTranslations("plants.mine");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const { data, error } = useQuery(trpc.plants.list.queryOptions());
  return (
    <section aria-label={t("title")} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-title font-semibold">{t("title")}</h2>
        <Button asChild tone="primary">
          <Link href="/plants/check">
            <Images aria-hidden />
            {t("check")}
          </Link>
        </Button>
      </div>
      {error ? (
        <p role="alert" className="rounded-card bg-tomato-wash px-4 py-3 text-tomato-ink">
          {sentence(toApiError(error))}
        </p>
      ) : null}
      {data && data.plants.length === 0 ? (
        <p className="flex items-center gap-3 rounded-card border border-dashed px-4 py-5 text-ink-soft">
          <Sprout aria-hidden className="size-6 shrink-0 text-leaf" />
          {t("empty")}
        </p>
      ) : null}
      {data && data.plants.length > 0 ? (
        <ul className="grid gap-3 sm:grid-cols-2">
          {data.plants.map((plant) => (
            <PlantRow key={plant.id} plant={plant} />
          ))}
        </ul>
      ) : null}
      {data ? <PlantBinView bin={data.bin} /> : null}
    </section>
  );
}

function PlantRow({ plant }: { readonly plant: PlantDiary }) {
  const t = useTranslations("plants.mine");
  const last = plant.looks.at(-1);
  const photo = last?.photos[0];
  const isDue = plant.remindOn !== null && plant.remindOn <= new Date().toISOString().slice(0, 10);
  return (
    <li>
      <Link
        href={`/plants/${plant.id}`}
        className="flex h-full gap-3 rounded-card border bg-raised p-3 hover:bg-sunken"
      >
        <span className="w-20 shrink-0">
          {photo ? (
            <LeafPicture url={photoImageUrl(photo.photoId, "thumb")} size={photo} boxes={photo.leaves} />
          ) : (
            <span className="flex aspect-square items-center justify-center rounded-card bg-sunken">
              <Sprout aria-hidden className="size-6 text-ink-soft" />
            </span>
          )}
        </span>
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="truncate text-lead font-semibold">{plant.name}</span>
          <span className="truncate">{last ? <VerdictText answer={last.answer} /> : t("noLooks")}</span>
          <span className="tabular flex flex-wrap items-center gap-1.5 text-meta text-ink-soft">
            {last ? longDay(last.lookedAt) : null}
            {isDue ? (
              <Badge tone="unsure">
                <BellRing aria-hidden className="size-3" />
                {t("due")}
              </Badge>
            ) : null}
          </span>
          {plant.looks.length > 1 ? (
            <span className="mt-1 block">
              <ConditionTimeline looks={plant.looks} isSmall />
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
