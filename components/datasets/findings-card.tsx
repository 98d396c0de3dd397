"use client";

import { Pencil, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { classColour } from "@/components/ui/class-colour";
import type { ClassRegistryView } from "@/lib/client/datasets/use-registry";
import { NOT_WAIVABLE } from "@/lib/contracts/dataset-findings";
import type { ShownFinding } from "@/lib/contracts/dataset-versions";
import { findingTitle } from "./finding-title";
import { BoxShape, VersionsPhoto } from "./versions-photo";

type Shown = ShownFinding["shown"][number];

export interface FindingCardProps {
  readonly finding: ShownFinding;
  readonly registry: ClassRegistryView;
  readonly onWaive: (finding: ShownFinding) => void;
  readonly onExclude: (finding: ShownFinding, sha256: string) => void;
  readonly onTakeBack: (decisionId: string) => void;
}

/** A finding on its photo: the problem is drawn, and the possible actions are below. */
export function FindingCard({ finding, registry, onWaive, onExclude, onTakeBack }: FindingCardProps) {
  const t = useTranslations("findings");
  const { code, severity, facts, shown, decisionId, waived } = finding;
  const isSettled = decisionId !== null || waived !== null;
  return (
    <li className="flex flex-col gap-2 rounded-card border bg-raised p-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={severity === "error" ? "attention" : "unsure"}>{t(`severity.${severity}`)}</Badge>
        <span className="font-medium">{findingTitle(t, `code.${code}`, code)}</span>
      </p>
      <p className="text-ink-soft text-meta">{factText(facts)}</p>
      <ul className={shown.length > 1 ? "grid grid-cols-2 gap-2" : "flex flex-col"}>
        {shown.map((photo) => (
          <FindingPhoto
            key={photo.sha256}
            photo={photo}
            finding={finding}
            registry={registry}
            onExclude={onExclude}
          />
        ))}
      </ul>
      {waived !== null ? <p className="text-meta">{t("waivedBecause", { reason: waived })}</p> : null}
      <p className="mt-auto flex flex-wrap gap-2">
        {isSettled || NOT_WAIVABLE.has(code) ? null : (
          <Button size="small" onClick={() => onWaive(finding)}>
            {t("waive")}
          </Button>
        )}
        {decisionId !== null ? (
          <Button size="small" tone="quiet" onClick={() => onTakeBack(decisionId)}>
            <Undo2 aria-hidden />
            {t("takeBack")}
          </Button>
        ) : null}
      </p>
    </li>
  );
}

function factText(facts: ShownFinding["facts"]): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

interface FindingPhotoProps {
  readonly photo: Shown;
  readonly finding: ShownFinding;
  readonly registry: ClassRegistryView;
  readonly onExclude: FindingCardProps["onExclude"];
}

function FindingPhoto({ photo, finding, registry, onExclude }: FindingPhotoProps) {
  const t = useTranslations("findings");
  const { sha256, name, split, isHeldOut, source, image, isDeleted, width, height, boxes } = photo;
  const isExcluded = finding.excluded.includes(sha256);
  const { region } = finding;
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <div className={isExcluded ? "opacity-50" : undefined}>
        <VersionsPhoto image={image} isDeleted={isDeleted} width={width} height={height} alt={name}>
          {boxes.map(({ classId, box }, index) => (
            <BoxShape
              // biome-ignore lint/suspicious/noArrayIndexKey: a stored list, drawn as it is
              key={index}
              box={{ x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1 }}
              colour={classColour(classId, registry.kindOf(classId)).dark}
            />
          ))}
          {region ? (
            <BoxShape
              isStrong
              isDashed
              colour="var(--tomato)"
              box={{
                x: region.x1,
                y: region.y1,
                width: Math.max(2, region.x2 - region.x1),
                height: Math.max(2, region.y2 - region.y1),
              }}
            />
          ) : null}
        </VersionsPhoto>
      </div>
      <p className="truncate text-meta" title={name}>
        {name}{" "}
        <span className="text-ink-soft">{t("place", { split: isHeldOut ? "heldOut" : split, source })}</span>
      </p>
      <p className="flex flex-wrap gap-1.5">
        {image !== null ? (
          <Button asChild size="small">
            <Link href={`/?photo=${image}`} aria-label={t("fixNamed", { name })}>
              <Pencil aria-hidden />
              {t("fix")}
            </Link>
          </Button>
        ) : null}
        {isExcluded ? (
          <Badge tone="plain">{t("excluded")}</Badge>
        ) : isDeleted ? null : (
          <Button
            size="small"
            aria-label={t("excludeNamed", { name })}
            onClick={() => onExclude(finding, sha256)}
          >
            {t("exclude")}
          </Button>
        )}
      </p>
    </li>
  );
}
