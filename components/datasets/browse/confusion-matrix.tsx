"use client";

import { useTranslations } from "next-intl";
import { ScrollAcross } from "@/components/ui/scroll-across";
import type { ClassRegistryView } from "@/lib/client/datasets/use-registry";
import type { ConfusionFigures } from "@/lib/contracts/data-errors";

/** Classes shown: more do not fit, and the others are confused less. */
const MOST_CLASSES = 14;

export interface Cell {
  readonly truth: number | null;
  readonly found: number | null;
}

interface ConfusionMatrixProps {
  readonly confusion: ConfusionFigures;
  readonly registry: ClassRegistryView;
  readonly chosen: Cell | undefined;
  readonly onChoose: (cell: Cell) => void;
}

/** What labels were taken for; each cell opens its photos. */
export function ConfusionMatrix({ confusion, registry, chosen, onChoose }: ConfusionMatrixProps) {
  const t = useTranslations("browse");
  const classIds = confusion.classIds.slice(0, MOST_CLASSES);
  const cells = new Map(confusion.cells.map((cell) => [`${cell.truth} ${cell.found}`, cell]));
  const sides: readonly (number | null)[] = [...classIds, null];
  const nameOf = (side: number | null) => (side === null ? t("nothing") : registry.nameOf(side));
  const most = Math.max(
    1,
    ...confusion.cells.filter(({ truth, found }) => truth !== found).map(({ count }) => count),
  );
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h2 className="font-semibold text-lead">{t("matrix")}</h2>
      <p className="max-w-[80ch] text-ink-soft text-meta">{t("matrixExplain")}</p>
      {classIds.length === 0 ? (
        <p>{t("matrixNone")}</p>
      ) : (
        <ScrollAcross label={t("matrix")}>
          <table className="border-collapse text-meta">
            <thead>
              <tr>
                <td />
                {sides.map((side) => (
                  <th key={side} scope="col" className="h-28 w-10 align-bottom font-medium">
                    <span className="inline-block max-h-28 truncate [writing-mode:vertical-rl]">
                      {nameOf(side)}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="tabular">
              {sides.map((truth) => (
                <tr key={truth}>
                  <th scope="row" className="max-w-40 truncate pr-2 text-right font-medium">
                    {nameOf(truth)}
                  </th>
                  {sides.map((found) => {
                    const cell = cells.get(`${truth} ${found}`);
                    const isChosen = chosen?.truth === truth && chosen?.found === found;
                    const isRight = truth === found;
                    return (
                      <td key={found} className="size-10 border p-0 text-center">
                        {cell ? (
                          <button
                            type="button"
                            aria-pressed={isChosen}
                            aria-label={t("cell", {
                              ...{ truth: nameOf(truth), found: nameOf(found) },
                              ...{ count: cell.count, photos: cell.photos },
                            })}
                            onClick={() => onChoose({ truth, found })}
                            className="relative size-10 pointer-coarse:size-11 aria-pressed:outline-2 aria-pressed:outline-focus"
                          >
                            <span
                              aria-hidden
                              className={`absolute inset-0 ${isRight ? "bg-leaf" : "bg-tomato"}`}
                              style={{ opacity: isRight ? 0.18 : 0.1 + 0.25 * (cell.count / most) }}
                            />
                            <span className="relative">{cell.count}</span>
                          </button>
                        ) : null}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      )}
    </div>
  );
}
