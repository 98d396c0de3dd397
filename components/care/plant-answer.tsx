"use client";

import { ChevronRight, CircleAlert, CircleCheck, CircleHelp, Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { careCard } from "@/lib/core/care/cards";
import { HEALTHY, type PlantAnswer, type Verdict } from "@/lib/core/care/combine";
import { CareCardView } from "./care-card-view";
import { ReminderButton } from "./reminder-button";

export interface PlantAnswerViewProps {
  readonly answer: PlantAnswer;
  /** What the model has learnt of this plant. */
  readonly knows: { readonly healthy: boolean; readonly conditions: boolean };
}

const LOOKS: Record<Verdict["kind"], { readonly Icon: typeof Eye; readonly colour: string }> = {
  healthy: { Icon: CircleCheck, colour: "text-leaf" },
  watch: { Icon: Eye, colour: "text-saffron-ink" },
  condition: { Icon: CircleAlert, colour: "text-tomato-ink" },
  between: { Icon: CircleHelp, colour: "text-saffron-ink" },
  unsure: { Icon: CircleHelp, colour: "text-ink-soft" },
};

/** One plant: the one answer of its leaves, what it rests on, and the care cards it points to. */
export function PlantAnswerView({ answer, knows }: PlantAnswerViewProps) {
  const t = useTranslations("care");
  const { verdict } = answer;
  const { Icon, colour } = LOOKS[verdict.kind];
  // the nearest plant is no answer either
  const isUnsure = verdict.kind === "unsure";
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
          <h3 className="text-lead font-semibold">
            <VerdictText answer={answer} />
          </h3>
          {isUnsure ? null : <LeafCount answer={answer} />}
        </div>
      </header>
      {isUnsure ? <p>{t("unsureBody")}</p> : null}
      {verdict.kind === "between" ? <p>{t("betweenBody")}</p> : null}
      {isUnsure || knows.conditions ? null : <Note>{t("onlyHealthyKnown")}</Note>}
      {isUnsure || knows.healthy ? null : <Note>{t("onlySickKnown")}</Note>}
      {answer.votes.length > 1 && !isUnsure ? <Votes answer={answer} /> : null}
      {isUnsure ? null : (
        <ReminderButton species={answer.species} days={verdict.kind === "healthy" ? 7 : 3} />
      )}
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
            <CareCardView card={card} level={3} />
          </div>
        </details>
      ))}
    </section>
  );
}

/** Conditions whose cards belong to a verdict. */
function namedConditions(verdict: Verdict): string[] {
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

function titleOf(species: string, condition: string): string {
  return careCard(species, condition)?.title ?? condition;
}

function VerdictText({ answer }: { readonly answer: PlantAnswer }) {
  const t = useTranslations("care");
  const { species, verdict } = answer;
  switch (verdict.kind) {
    case "unsure":
      return t("unsureTitle");
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

function LeafCount({ answer }: { readonly answer: PlantAnswer }) {
  const t = useTranslations("care");
  const { affected, leaves } = answer;
  return (
    <p className="tabular text-ink-soft">
      {affected === 0 ? t("allHealthy", { leaves }) : t("affected", { affected, leaves })}
    </p>
  );
}

function Votes({ answer }: { readonly answer: PlantAnswer }) {
  const t = useTranslations("care");
  return (
    <div>
      <h4 className="mb-1 text-meta font-medium text-ink-soft">{t("votes")}</h4>
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
