"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { FindingGroup, ImportProblem, ImportResult } from "@/lib/contracts/dataset-import";
import { findingTitle } from "./finding-title";

const SHOWN = 20;

/** What an import did, what it left out, and the findings of the quality gate. */
export function ImportResultView({ result }: { readonly result: ImportResult }) {
  const t = useTranslations("imports");
  const { photos, boxes, earlier, polygons, crowds, leftOut } = result;
  const parts = [
    t("result.new", { count: photos.new }),
    photos.known > 0 ? t("result.known", { count: photos.known }) : "",
    photos.unlabelled > 0 ? t("result.unlabelled", { count: photos.unlabelled }) : "",
    photos.failed > 0 ? t("result.failed", { count: photos.failed }) : "",
    t("result.boxes", { count: boxes }),
    leftOut > 0 ? t("result.leftOut", { count: leftOut }) : "",
  ];
  return (
    <div className="flex flex-col gap-2">
      <p>{parts.filter(Boolean).join(" · ")}</p>
      <p className="tabular text-meta text-ink-soft">{t("splits", result.splits)}</p>
      {photos.changed > 0 ? (
        <p>
          {t("result.changed", { count: photos.changed })}{" "}
          {earlier.gone > 0 ? t("result.replaced", earlier) : t("result.added", earlier)}
        </p>
      ) : null}
      {crowds > 0 ? <p className="text-ink-soft">{t("crowds", { count: crowds })}</p> : null}
      {polygons > 0 ? <p className="text-ink-soft">{t("polygons", { count: polygons })}</p> : null}
      <ImportProblems problems={result.problems} count={result.problemCount} />
      <Findings groups={result.findings} />
    </div>
  );
}

/** Files that were left out, with the reason; folded, because there may be many. */
export function ImportProblems({
  problems,
  count,
}: {
  readonly problems: readonly ImportProblem[];
  readonly count: number;
}) {
  const t = useTranslations("imports");
  if (count === 0) return null;
  return (
    <details className="rounded-card bg-saffron-wash px-3 py-2">
      <summary className="cursor-pointer font-medium text-saffron-ink">{t("problems", { count })}</summary>
      <ul className="mt-2 flex max-h-72 flex-col gap-1 overflow-y-auto">
        {problems.map(({ path, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
          <li key={index} className="break-words">
            <span className="font-mono text-meta">{path}</span>
            {": "}
            {reason}
          </li>
        ))}
      </ul>
      {count > problems.length ? <p>{t("moreProblems", { count: count - problems.length })}</p> : null}
    </details>
  );
}

function Findings({ groups }: { readonly groups: readonly FindingGroup[] }) {
  const t = useTranslations("imports");
  if (groups.length === 0) return <p className="text-ink-soft">{t("gateClean")}</p>;
  return (
    <details className="rounded-card bg-sunken px-3 py-2">
      <summary className="cursor-pointer font-medium">{t("gate")}</summary>
      <ul className="mt-2 flex flex-col gap-2">
        {groups.map((group) => (
          <FindingRow key={group.code} group={group} />
        ))}
      </ul>
    </details>
  );
}

function FindingRow({ group }: { readonly group: FindingGroup }) {
  const t = useTranslations("imports");
  const { code, severity, count, examples } = group;
  return (
    <li>
      <details>
        <summary className="flex cursor-pointer items-center gap-2">
          <Badge tone={severity === "error" ? "attention" : "unsure"}>{t(severity)}</Badge>
          <span className="tabular">{count}</span>
          {findingTitle(t, `finding.${code}`, code)}
        </summary>
        <ul className="mt-1 flex max-h-56 flex-col gap-0.5 overflow-y-auto pl-2 text-meta">
          {examples.slice(0, SHOWN).map(({ photos, facts }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
            <li key={index} className="break-words">
              <span className="font-mono">{photos.join(", ")}</span>{" "}
              {Object.entries(facts)
                .map(([name, value]) => `${name} ${value}`)
                .join(", ")}
            </li>
          ))}
        </ul>
        {count > SHOWN ? <p className="text-meta">{t("more", { count: count - SHOWN })}</p> : null}
      </details>
    </li>
  );
}
