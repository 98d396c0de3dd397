"use client";

import { Leaf } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { combineLeaves, HEALTHY } from "@/lib/core/care/combine";
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
    const meaningOf = new Map(leafClasses.map((entry) => [entry.classId, entry]));
    const findings = leaves.flatMap(({ classId, count, score }) => {
      const meaning = meaningOf.get(classId);
      const isCounted = count >= 1 && score > 0;
      return meaning && isCounted ? [{ ...meaning, count, score: Math.min(1, score) }] : [];
    });
    return combineLeaves(findings);
  }, [leaves, leafClasses]);
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

interface LeafClass {
  readonly classId: number;
  readonly species: string;
  readonly condition: string;
}

function toLeafClass({ id, kind, species, condition }: ModelClass): LeafClass[] {
  return kind === "leaf" && species && condition ? [{ classId: id, species, condition }] : [];
}

function knowledgeOf(species: string, classes: readonly LeafClass[]) {
  const own = classes.filter((leaf) => leaf.species === species);
  return {
    healthy: own.some((leaf) => leaf.condition === HEALTHY),
    conditions: own.some((leaf) => leaf.condition !== HEALTHY),
  };
}
