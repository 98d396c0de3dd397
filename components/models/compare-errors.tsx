"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { GatePhotos } from "@/components/gate/gate-photos";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClassRegistry } from "@/lib/client/datasets/use-registry";
import type { PromotionGatePhoto } from "@/lib/contracts/promotion-gate";
import { compareBoxes } from "@/lib/core/corrections/compare-boxes";

const KINDS = ["all", "missed", "false", "confused"] as const;
type Kind = (typeof KINDS)[number];

const boxOf = ([x1, y1, x2, y2]: readonly number[]) => ({
  x1: x1 ?? 0,
  y1: y1 ?? 0,
  x2: x2 ?? 0,
  y2: y2 ?? 0,
});

/** Classes that either model got wrong in one way on a photo. */
function wrongClasses(photo: PromotionGatePhoto, kind: Kind): ReadonlySet<number> {
  const truths = photo.truths.map(([classId, ...box]) => ({ classId, box: boxOf(box) }));
  const classes = [photo.candidate, photo.champion].flatMap((predictions) => {
    const boxes = predictions.map(([classId, , ...box]) => ({ classId, box: boxOf(box) }));
    const { missed, falseAlarms, wrongClass } = compareBoxes(boxes, truths);
    return [
      ...(kind === "all" || kind === "missed" ? missed.map((one) => one.classId) : []),
      ...(kind === "all" || kind === "false" ? falseAlarms.map((one) => one.classId) : []),
      ...(kind === "all" || kind === "confused"
        ? wrongClass.flatMap((pair) => [pair.standing.classId, pair.model.classId])
        : []),
    ];
  });
  return new Set(classes);
}

/** The photos two models differ on, from the gate's newest comparison of them, by kind of mistake and class. */
export function CompareErrors({ leftId, rightId }: { readonly leftId: string; readonly rightId: string }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const list = useQuery(trpc.gate.verdicts.queryOptions({ modelId: leftId, limit: 100 }));
  const between = list.data?.find(({ report }) =>
    [report.candidateId, report.championId].every((id) => id === leftId || id === rightId),
  );
  if (list.isPending) return <p role="status">{t("loading")}</p>;
  if (!between || leftId === rightId) {
    const command = `npx forage model gate ${leftId} --against ${rightId} --sets DIR…`;
    return (
      <p className="text-ink-soft">
        {t("notCompared")} <code className="break-words">{command}</code>
      </p>
    );
  }
  return <Gallery verdictId={between.id} />;
}

function Gallery({ verdictId }: { readonly verdictId: string }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const { nameOf } = useClassRegistry();
  const { data } = useQuery(trpc.gate.verdict.queryOptions({ verdictId }));
  const [kind, setKind] = useState<Kind>("all");
  const [classId, setClassId] = useState<number | null>(null);
  if (!data) return <p role="status">{t("loading")}</p>;
  const { worse, better } = data.report.photos;
  const photos = [...worse, ...better].map((photo) => ({ photo, wrong: wrongClasses(photo, kind) }));
  const classIds = [...new Set(photos.flatMap(({ wrong }) => [...wrong]))];
  const shown = photos.filter(({ wrong }) => (classId === null ? wrong.size > 0 : wrong.has(classId)));
  const field = "h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11";
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <select
          aria-label={t("mistakes")}
          className={field}
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
        >
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`mistake.${one}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("mistakenClass")}
          className={field}
          value={classId ?? ""}
          onChange={(event) => setClassId(event.target.value === "" ? null : Number(event.target.value))}
        >
          <option value="">{t("allClasses")}</option>
          {classIds.map((id) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      </div>
      <GatePhotos photos={shown.map(({ photo }) => photo)} photoIds={data.photoIds} />
    </>
  );
}
