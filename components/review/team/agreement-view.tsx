"use client";

import { useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useReviewPeople } from "@/lib/client/review/use-review-people";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { BoxAgreement, Figure, PeopleAgreement } from "@/lib/core/review/agreement/measure-agreement";

const shown = (value: number) => value.toFixed(2);

function figureWords({ value, interval }: Figure, none: string): string {
  if (value === null) return none;
  return interval ? `${shown(value)} (${shown(interval.low)} to ${shown(interval.high)})` : shown(value);
}

/** How well people agree: overall, by two people, by class. Each leads to the photos on which they differ. */
export function AgreementView() {
  const t = useTranslations("reviewTeam");
  const { data } = useQuery(useTRPC().review.agreement.queryOptions());
  useClassNames();
  const classes = useClasses();
  const { nameOf } = useReviewPeople();
  if (!data) return <p role="status">{t("loading")}</p>;
  if (data.people.length === 0)
    return <EmptyState icon={<Users aria-hidden />} title={t("noFiguresTitle")} body={t("noFiguresBody")} />;
  return (
    <div className="flex flex-col gap-5">
      <Section title={t("overall")} hint={t("overallHint")}>
        <Figures one={data} extra={[t("alpha"), data.alpha]} />
      </Section>
      <Section title={t("byPeople")} hint={t("byPeopleHint")}>
        <Matrix people={data.people} nameOf={nameOf} />
        <ul className="flex flex-col divide-y">
          {data.people.map((pair) => (
            <li key={pair.people.join()} className="flex flex-col gap-2 py-3">
              <h3 className="font-medium">{pair.people.map(nameOf).join(" – ")}</h3>
              <Figures one={pair} extra={[t("kappa"), pair.kappa]} />
              <Differing photoIds={pair.differing} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("byClass")} hint={t("byClassHint")}>
        <ul className="flex flex-col divide-y">
          {data.classes.map((one) => (
            <li key={one.classId} className="flex flex-col gap-2 py-3">
              <h3 className="font-medium">{classes.nameOf(one.classId)}</h3>
              <Bar figure={one.f1} label={t("f1Of", { name: classes.nameOf(one.classId) })} />
              <Figures one={one} extra={[t("alpha"), one.alpha]} />
              <Differing photoIds={one.differing} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

/** The value as a bar, and where it probably lies as a line on it. */
function Bar({ figure: { value, interval }, label }: { readonly figure: Figure; readonly label: string }) {
  const at = (share: number) => `${share * 100}%`;
  return (
    <div
      role="img"
      aria-label={`${label}: ${value === null ? "–" : shown(value)}`}
      className="relative h-3 overflow-hidden rounded-small bg-sunken"
    >
      <div className="absolute inset-y-0 left-0 bg-leaf" style={{ width: at(value ?? 0) }} />
      {interval ? (
        <div
          className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-ink"
          style={{ left: at(interval.low), width: at(interval.high - interval.low) }}
        />
      ) : null}
    </div>
  );
}

interface FiguresProps {
  readonly one: BoxAgreement;
  readonly extra: readonly [string, Figure];
}

function Figures({ one, extra: [name, figure] }: FiguresProps) {
  const t = useTranslations("reviewTeam");
  const rows = [
    [t("f1"), figureWords(one.f1, t("notDefined"))],
    [t("meanIou"), figureWords(one.meanIou, t("notDefined"))],
    [name, figureWords(figure, t("notDefined"))],
  ] as const;
  return (
    <div className="flex flex-col gap-1">
      <dl className="tabular grid gap-x-6 gap-y-1 sm:grid-cols-3">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt className="text-ink-soft text-meta">{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap items-center gap-2 text-ink-soft text-meta">
        {t("counts", { both: one.both, boxes: one.first + one.second, photos: one.photos })}
        {one.isFew ? <Badge tone="unsure">{t("few")}</Badge> : null}
      </p>
    </div>
  );
}

function Differing({ photoIds }: { readonly photoIds: readonly string[] }) {
  const t = useTranslations("reviewTeam");
  if (photoIds.length === 0) return <p className="text-ink-soft text-meta">{t("noDiffering")}</p>;
  return (
    <details>
      <summary className="flex min-h-11 cursor-pointer items-center">
        {t("differing", { count: photoIds.length })}
      </summary>
      <ul className="flex flex-wrap gap-2">
        {photoIds.map((photoId, index) => (
          <li key={photoId}>
            <Link
              href={`/studio/review/opinions/${photoId}`}
              className="flex h-11 min-w-11 items-center justify-center rounded-card border px-3 hover:bg-sunken"
            >
              {t("photoNumber", { number: index + 1 })}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface MatrixProps {
  readonly people: readonly PeopleAgreement[];
  readonly nameOf: (userId: string) => string;
}

/** F1 of each two people. */
function Matrix({ people, nameOf }: MatrixProps) {
  const t = useTranslations("reviewTeam");
  const ids = [...new Set(people.flatMap((pair) => pair.people))];
  const between = (one: string, other: string) =>
    people.find(({ people: pair }) => pair.includes(one) && pair.includes(other));
  return (
    <section
      aria-label={t("matrix")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing else to focus
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="tabular border-separate border-spacing-1">
        <caption className="sr-only">{t("matrix")}</caption>
        <thead>
          <tr>
            <td />
            {ids.map((id) => (
              <th key={id} scope="col" className="px-2 font-medium">
                {nameOf(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((row) => (
            <tr key={row}>
              <th scope="row" className="px-2 text-left font-medium">
                {nameOf(row)}
              </th>
              {ids.map((column) => {
                const value = row === column ? undefined : between(row, column)?.f1.value;
                return (
                  <td key={column} className="h-11 min-w-16 rounded-small bg-sunken px-2 text-center">
                    {value === undefined || value === null ? "–" : shown(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
