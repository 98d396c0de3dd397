"use client";

import { ChevronRight, CircleAlert, CircleCheck, CircleHelp, Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { careCard } from "@/lib/core/plants/cards";
import { HEALTHY, type PlantAnswer, type PlantVerdict } from "@/lib/core/plants/combine";
import type { LeafClass } from "@/lib/core/plants/read-leaves";
import { CareCardView } from "./care-card-view";
import { ReminderButton } from "./reminder-button";

export interface PlantAnswerViewProps {
  readonly answer: PlantAnswer;
  /** Every leaf class of the model: what it has learnt of this plant is said. */
  readonly classes: readonly LeafClass[];
  /** The heading above it. */
  readonly level?: 2 | 3;
}

/** How a verdict looks, wherever it is drawn. */
export const VERDICT_LOOKS: Record<
  PlantVerdict["kind"],
  { readonly Icon: typeof Eye; readonly colour: string }
> = {
  healthy: { Icon: CircleCheck, colour: "text-leaf" },
  watch: { Icon: Eye, colour: "text-saffron-ink" },
  condition: { Icon: CircleAlert, colour: "text-tomato-ink" },
  between: { Icon: CircleHelp, colour: "text-saffron-ink" },
  unsure: { Icon: CircleHelp, colour: "text-ink-soft" },
};

/** One plant: the one answer from its leaves, the evidence, and the care cards it points to. */
export function PlantAnswerView({ answer, classes, level = 3 }: PlantAnswerViewProps) {
  const t = useTranslations("care");
  const { verdict } = answer;
  const { Icon, colour } = VERDICT_LOOKS[verdict.kind];
  // the nearest plant is no answer either
  const isUnsure = verdict.kind === "unsure";
  const knows = knowledgeOf(answer.species, classes);
  const Heading = level === 2 ? "h2" : "h3";
  const cards = namedConditions(verdict).flatMap((condition) => careCard(answer.species, condition) ?? []);
  return (
    <section
      aria-label={isUnsure ? t("unsureTitle") : answer.species}
      className="flex flex-col gap-3 rounded-card border bg-raised p-4"
    >
      <header className="flex gap-3">
        <Icon aria-hidden className={`mt-0.5 size-6 shrink-0 ${colour}`} />
        <div>
          {isUnsure ? null : (
            <p className="text-meta font-medium text-ink-soft first-letter:uppercase">{answer.species}</p>
          )}
          <Heading className="text-lead font-semibold">
            <VerdictText answer={answer} />
          </Heading>
          {isUnsure ? null : <LeafCount answer={answer} />}
        </div>
      </header>
      {verdict.kind === "unsure" ? <p>{t(`doubts.${verdict.doubt}`)}</p> : null}
      {verdict.kind === "between" ? <p>{t("betweenBody")}</p> : null}
      {isUnsure || knows.conditions ? null : <Note>{t("onlyHealthyKnown")}</Note>}
      {isUnsure || knows.healthy ? null : <Note>{t("onlySickKnown")}</Note>}
      {answer.votes.length > 1 && !isUnsure ? <Votes answer={answer} level={level} /> : null}
      {isUnsure ? null : <ReminderButton plant={answer.species} days={daysUntilLook(answer)} />}
      {cards.map((card, position) => (
        <details
          key={card.condition}
          open={position === 0 && cards.length === 1}
          className="group border-t pt-3"
        >
          <summary className="flex cursor-pointer items-center gap-2 rounded-small font-semibold [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
            />
            {card.title}
          </summary>
          <div className="mt-3">
            <CareCardView card={card} level={level} />
          </div>
        </details>
      ))}
    </section>
  );
}

/** Days after which the plant is worth another look. */
export function daysUntilLook({ verdict }: PlantAnswer): number {
  return verdict.kind === "healthy" ? 7 : 3;
}

function knowledgeOf(species: string, classes: readonly LeafClass[]) {
  const own = classes.filter((leaf) => leaf.species === species);
  return {
    healthy: own.some((leaf) => leaf.condition === HEALTHY),
    conditions: own.some((leaf) => leaf.condition !== HEALTHY),
  };
}

/** Conditions whose cards belong to a verdict. */
export function namedConditions(verdict: PlantVerdict): string[] {
  switch (verdict.kind) {
    case "unsure":
      return [];
    case "between":
      return [verdict.first, verdict.second];
    case "healthy":
      return [HEALTHY];
    default:
      return [verdict.condition];
  }
}

export function titleOf(species: string, condition: string): string {
  return careCard(species, condition)?.title ?? condition;
}

/** The answer in a few words. */
export function VerdictText({ answer }: { readonly answer: PlantAnswer }) {
  const t = useTranslations("care");
  const { species, verdict } = answer;
  switch (verdict.kind) {
    case "unsure":
      return t(verdict.doubt === "no-leaf" ? "panelEmpty" : "unsureTitle");
    case "healthy":
      return t("verdictHealthy");
    case "watch":
      return t("verdictWatch", { condition: titleOf(species, verdict.condition).toLowerCase() });
    case "condition":
      return t("verdictCondition", { condition: titleOf(species, verdict.condition).toLowerCase() });
    case "between":
      return t("verdictBetween", {
        first: titleOf(species, verdict.first),
        second: titleOf(species, verdict.second).toLowerCase(),
      });
  }
}

/** "3 of 4 leaves found look affected". */
export function LeafCount({ answer }: { readonly answer: PlantAnswer }) {
  const t = useTranslations("care");
  const { affected, leaves } = answer;
  return (
    <p className="tabular text-ink-soft">
      {affected === 0 ? t("allHealthy", { leaves }) : t("affected", { affected, leaves })}
    </p>
  );
}

function Votes({ answer, level }: { readonly answer: PlantAnswer; readonly level: 2 | 3 }) {
  const t = useTranslations("care");
  const Heading = level === 2 ? "h3" : "h4";
  return (
    <div>
      <Heading className="mb-1 text-meta font-medium text-ink-soft">{t("votes")}</Heading>
      <ul className="flex flex-wrap gap-1.5">
        {answer.votes.map((vote) => (
          <li key={vote.condition}>
            <Badge>
              {t("vote", {
                condition: titleOf(answer.species, vote.condition),
                share: vote.share.toFixed(2),
              })}
            </Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="rounded-small bg-saffron-wash px-3 py-2 text-meta text-saffron-ink">{children}</p>;
}
