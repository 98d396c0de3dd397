"use client";

import { useTranslations } from "next-intl";
import type { SetEvaluation } from "@/lib/contracts/training";
import type { NameOf } from "./name-of";
import { topConfusions } from "./top-confusions";

const CELL = 14;
const SHOWN = 8;

interface ConfusionMatrixProps {
  readonly confusion: SetEvaluation["confusion"];
  readonly nameOf: NameOf;
}

/** What is there against what was found, drawn; the most frequent mistakes also in words. */
export function ConfusionMatrix({ confusion, nameOf }: ConfusionMatrixProps) {
  const t = useTranslations("training");
  const { classIds, counts } = confusion;
  const size = classIds.length + 1;
  const nameAt = (i: number) => (i < classIds.length ? nameOf(classIds[i] ?? -1) : t("nothing"));
  const said = (row: number, column: number, count: number) => {
    const total = counts[row]?.reduce((sum, value) => sum + value, 0) ?? 0;
    if (row === size - 1) return t("confusionFalse", { found: nameAt(column), count });
    if (column === size - 1) return t("confusionMissed", { truth: nameAt(row), count, total });
    return t("confusionCell", { truth: nameAt(row), found: nameAt(column), count, total });
  };
  const worst = topConfusions(counts, SHOWN);
  return (
    <figure className="flex flex-col gap-2">
      <figcaption>
        <span className="font-medium">{t("confusion")}</span>
        <span className="block text-ink-soft text-meta">{t("confusionHint")}</span>
      </figcaption>
      <div className="flex flex-col gap-4 lg:flex-row">
        <svg
          role="img"
          aria-label={t("confusion")}
          viewBox={`0 0 ${size * CELL} ${size * CELL}`}
          className="w-full max-w-[28rem] shrink-0 rounded-card border bg-sunken"
        >
          {counts.flatMap((row, y) => {
            const total = Math.max(
              1,
              y === size - 1 ? Math.max(...row) : row.reduce((sum, value) => sum + value, 0),
            );
            return row.map((count, x) =>
              count === 0 ? null : (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                  key={`${y} ${x}`}
                  x={x * CELL + 0.5}
                  y={y * CELL + 0.5}
                  width={CELL - 1}
                  height={CELL - 1}
                  opacity={0.2 + (0.8 * count) / total}
                  className={x === y ? "fill-leaf" : "fill-tomato"}
                >
                  <title>{x === y && y < size - 1 ? `${nameAt(y)}: ${count}` : said(y, x, count)}</title>
                </rect>
              ),
            );
          })}
        </svg>
        <div className="min-w-0">
          <h3 className="mb-1 font-medium text-ink-soft text-meta">{t("topConfusions")}</h3>
          <ul className="flex flex-col gap-0.5">
            {worst.map(({ row, column, count }) => (
              <li key={`${row} ${column}`}>{said(row, column, count)}</li>
            ))}
          </ul>
        </div>
      </div>
    </figure>
  );
}
