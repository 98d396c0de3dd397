"use client";

import { Images, Leaf } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Calibration } from "@/lib/contracts/calibration";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { combineLeaves } from "@/lib/core/plants/combine";
import { type FoundBox, leafClassesOf, readLeaves } from "@/lib/core/plants/read-leaves";
import { PlantAnswerView } from "./plant-answer";

export interface CarePanelProps {
  /** The current boxes of one photo; boxes that are not leaves are skipped. */
  readonly boxes: readonly FoundBox[];
  readonly classes: readonly ModelClass[];
  /** The model's, where it has one. */
  readonly calibration: Calibration | undefined;
  readonly features: Float32Array | undefined;
  /** Takes this photo along to a check of several leaves. */
  readonly onCheckMore: () => void;
}

/** One answer a plant from all leaves of a photo, with what to do about it. Works without a connection. */
export function CarePanel({ boxes, classes, calibration, features, onCheckMore }: CarePanelProps) {
  const t = useTranslations("care");
  const leafClasses = useMemo(() => leafClassesOf(classes), [classes]);
  const answers = useMemo(() => {
    const { leaves, isUnlike } = readLeaves(boxes, { classes: leafClasses, calibration }, features);
    return combineLeaves(leaves, { isUnlike });
  }, [boxes, leafClasses, calibration, features]);
  if (answers.length === 0)
    return <EmptyState icon={<Leaf />} title={t("panelEmpty")} body={t("panelEmptyBody")} />;
  return (
    <div className="flex flex-col gap-3 p-3">
      {answers.length > 1 ? <p className="text-ink-soft">{t("severalPlants")}</p> : null}
      {answers.map((answer) => (
        <PlantAnswerView key={answer.species} answer={answer} classes={leafClasses} />
      ))}
      <Button asChild className="self-start">
        <Link href="/plants/check" onClick={onCheckMore}>
          <Images aria-hidden />
          {t("checkMore")}
        </Link>
      </Button>
      <p className="text-meta text-ink-soft">{t("checkMoreHint")}</p>
      {calibration ? null : <p className="text-meta text-ink-soft">{t("notCalibrated")}</p>}
      <p className="text-meta text-ink-soft">{t("note")}</p>
    </div>
  );
}
