"use client";

import { useTranslations } from "next-intl";
import type { EvaluationReport, SetEvaluation } from "@/lib/contracts/training";
import type { NameOf } from "./name-of";

interface ClassTableProps {
  readonly set: SetEvaluation;
  readonly thresholds: EvaluationReport["thresholds"];
  readonly nameOf: NameOf;
}

const points = (value: number) => (100 * value).toFixed(1);

/** Each class's figures, the weakest first, and the threshold chosen for it on validation. */
export function ClassTable({ set, thresholds, nameOf }: ClassTableProps) {
  const t = useTranslations("training");
  const rows = set.byClass.toSorted((a, b) => a.ap50 - b.ap50);
  const thresholdOf = (classId: number) =>
    thresholds.byClass.find((one) => one.classId === classId)?.confidence ?? thresholds.common;
  return (
    <details>
      <summary className="cursor-pointer font-medium">{t("perClass")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <section tabIndex={0} aria-label={t("perClass")} className="mt-2 max-h-96 overflow-auto">
        <table className="tabular w-full text-right">
          <thead className="sticky top-0 bg-raised text-ink-soft text-meta">
            <tr>
              {(["class", "boxes", "ap50", "threshold", "precision", "recall", "f1Short"] as const).map(
                (column) => (
                  <th
                    key={column}
                    className={`px-2 py-1 font-normal ${column === "class" ? "text-left" : ""}`}
                  >
                    {t(column)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.classId} className="border-t">
                <th scope="row" className="px-2 py-1 text-left font-normal">
                  {nameOf(row.classId)}
                </th>
                <td className="px-2">{row.boxes}</td>
                <td className="px-2">{points(row.ap50)}</td>
                <td className="px-2">{thresholdOf(row.classId).toFixed(2)}</td>
                <td className="px-2">{points(row.precision)}</td>
                <td className="px-2">{points(row.recall)}</td>
                <td className="px-2">{points(row.f1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
