"use client";

import { Leaf } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { combineLeaves, type LeafClass } from "@/lib/core/care/combine";
import { PlantAnswerView } from "./plant-answer";

export interface CarePanelProps {
  /** Leaves found, as corrected, of one photo or of several photos of one plant; other kinds are passed over. */
  readonly leaves: readonly { readonly classId: number; readonly count: number; readonly score: number }[];
  readonly classes: readonly ModelClass[];
}

/** One answer a plant from all leaves found, with what to do about it. Works without a connection. */
export function CarePanel({ leaves, classes }: CarePanelProps) {
  const t = useTranslations("care");
  const leafClasses = useMemo(() => classes.flatMap(toLeafClass), [classes]);
  const answers = useMemo(() => {
    const nameOf = new Map(classes.map((entry) => [entry.id, entry.name]));
    const findings = leaves.flatMap((leaf) => {
      const className = nameOf.get(leaf.classId);
      const isCounted = leaf.count >= 1 && leaf.score > 0;
      return className && isCounted ? [{ className, count: leaf.count, score: Math.min(1, leaf.score) }] : [];
    });
    return combineLeaves(findings, leafClasses);
  }, [leaves, classes, leafClasses]);
  if (answers.length === 0)
    return <EmptyState icon={<Leaf />} title={t("panelEmpty")} body={t("panelEmptyBody")} />;
  return (
    <div className="flex flex-col gap-3 p-3">
      {answers.length > 1 ? <p className="text-ink-soft">{t("severalPlants")}</p> : null}
      {answers.map((answer) => (
        <PlantAnswerView
          key={answer.species}
          answer={answer}
          knows={knowledgeOf(answer.species, leafClasses)}
        />
      ))}
      <p className="text-meta text-ink-soft">{t("note")}</p>
    </div>
  );
}

function toLeafClass({ kind, name, species, condition }: ModelClass): LeafClass[] {
  return kind === "leaf" && species && condition ? [{ name, species, condition }] : [];
}

function knowledgeOf(species: string, classes: readonly LeafClass[]) {
  const own = classes.filter((leaf) => leaf.species === species);
  return {
    healthy: own.some((leaf) => leaf.condition === "healthy"),
    conditions: own.some((leaf) => leaf.condition !== "healthy"),
  };
}
