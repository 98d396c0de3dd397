"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { Matrix } from "@/lib/contracts/monitor-page";
import type { DriftColumn } from "@/lib/contracts/monitoring";

export interface ChosenCell {
  readonly column: string;
  readonly startsOn: string;
}

interface DriftMatrixProps {
  readonly looks: Matrix["looks"];
  readonly nameOf: (column: string) => string;
  readonly chosen: ChosenCell | null;
  readonly onChoose: (cell: ChosenCell) => void;
}

type CellIs = "drift" | "steady" | "few" | "reference" | "absent";

const LOOKS: Readonly<Record<CellIs, { readonly sign: string; readonly style: string }>> = {
  drift: { sign: "●", style: "bg-tomato-wash text-tomato-ink" },
  steady: { sign: "·", style: "bg-leaf-wash text-ink" },
  few: { sign: "?", style: "bg-saffron-wash text-saffron-ink" },
  reference: { sign: "R", style: "bg-sunken text-ink-soft" },
  absent: { sign: "–", style: "bg-sunken text-ink-soft" },
};

function cellIs(isReference: boolean, cell: DriftColumn | undefined): CellIs {
  if (isReference) return "reference";
  if (!cell) return "absent";
  if (cell.verdict === "none") return "few";
  return cell.verdict === "drift" ? "drift" : "steady";
}

/** How many periods a feature drifted in: the most moved stand first. */
const driftsOf = (looks: Matrix["looks"], column: string) =>
  looks.filter(({ finding }) =>
    finding.columns.some((cell) => cell.column === column && cell.verdict === "drift"),
  ).length;

/** Periods that a phone shows at a time: more would have to be scrolled for. */
const ON_A_PHONE = 4;

/** Features by periods. One cell is in the order of Tab; the arrow keys go from cell to cell. A phone shows a few periods at a time. */
export function DriftMatrix({ looks, nameOf, chosen, onChoose }: DriftMatrixProps) {
  const t = useTranslations("monitor");
  const table = useRef<HTMLTableElement>(null);
  const [front, setFront] = useState<readonly [number, number]>([0, Math.max(0, looks.length - 1)]);
  const [end, setEnd] = useState<number | null>(null);
  const last = Math.min(looks.length, end ?? looks.length);
  const isHere = (place: number) => place >= last - ON_A_PHONE && place < last;
  const turn = (by: number) => {
    const next = Math.max(Math.min(ON_A_PHONE, looks.length), Math.min(looks.length, last + by));
    setEnd(next);
    // the cell in the order of Tab is one that is shown
    setFront(([row]) => [row, next - 1]);
  };
  const columns = [...new Set(looks.flatMap(({ finding }) => finding.columns.map(({ column }) => column)))]
    .map((column, place) => ({ column, place, drifts: driftsOf(looks, column) }))
    .toSorted((a, b) => b.drifts - a.drifts || a.place - b.place)
    .map(({ column }) => column);
  const go = (event: KeyboardEvent, row: number, place: number) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowUp: [row - 1, place],
      ArrowDown: [row + 1, place],
      ArrowLeft: [row, place - 1],
      ArrowRight: [row, place + 1],
      Home: [row, 0],
      End: [row, looks.length - 1],
    };
    const next = moves[event.key];
    if (!next) return;
    event.preventDefault();
    const to = [
      Math.max(0, Math.min(columns.length - 1, next[0])),
      Math.max(0, Math.min(looks.length - 1, next[1])),
    ] as const;
    // a cell of a period that a phone does not show cannot be focused
    flushSync(() => {
      setFront(to);
      if (!isHere(to[1])) setEnd(to[1] < last ? Math.max(ON_A_PHONE, to[1] + 1) : to[1] + 1);
    });
    table.current?.querySelector<HTMLButtonElement>(`[data-cell="${to[0]}-${to[1]}"]`)?.focus();
  };
  return (
    <div className="relative overflow-x-auto pb-1">
      {looks.length > ON_A_PHONE ? (
        <div className="mb-2 flex gap-2 sm:hidden">
          <Button onClick={() => turn(-ON_A_PHONE)} waitsFor={last <= ON_A_PHONE && t("noEarlier")}>
            {t("earlier")}
          </Button>
          <Button onClick={() => turn(ON_A_PHONE)} waitsFor={last >= looks.length && t("noLater")}>
            {t("later")}
          </Button>
        </div>
      ) : null}
      <table ref={table} className="border-separate border-spacing-0.5 text-meta">
        <caption className="sr-only">{t("matrix")}</caption>
        <thead>
          <tr>
            <td className="sticky left-0 z-10 bg-raised" />
            {looks.map(({ startsOn, finding }, place) => (
              <th
                key={startsOn}
                scope="col"
                className={classNames(
                  "tabular px-0.5 pb-1 font-normal text-ink-soft",
                  !isHere(place) && "max-sm:hidden",
                )}
              >
                <span className="block [writing-mode:vertical-rl]">{startsOn.slice(5)}</span>
                <span className="sr-only">{t("eventsIn", { count: finding.events })}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column, row) => (
            <tr key={column}>
              <th
                scope="row"
                className="sticky left-0 z-10 max-w-40 truncate bg-raised pr-2 max-sm:max-w-28 text-left font-medium"
              >
                {nameOf(column)}
              </th>
              {looks.map(({ startsOn, finding }, place) => {
                const cell = finding.columns.find((one) => one.column === column);
                const is = cellIs(finding.isReference, cell);
                const { sign, style } = LOOKS[is];
                const isChosen = chosen?.column === column && chosen.startsOn === startsOn;
                return (
                  <td key={startsOn} className={classNames(!isHere(place) && "max-sm:hidden")}>
                    <button
                      type="button"
                      data-cell={`${row}-${place}`}
                      tabIndex={front[0] === row && front[1] === place ? 0 : -1}
                      onFocus={() => setFront([row, place])}
                      onKeyDown={(event) => go(event, row, place)}
                      onClick={() => onChoose({ column, startsOn })}
                      aria-pressed={isChosen}
                      aria-label={t("cell", { name: nameOf(column), day: startsOn, is: t(`is.${is}`) })}
                      className={classNames(
                        "flex size-6 items-center justify-center rounded-small pointer-coarse:size-11",
                        style,
                        isChosen && "outline-2 outline-focus",
                      )}
                    >
                      <span aria-hidden>{sign}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-meta">
        {(Object.keys(LOOKS) as CellIs[]).map((is) => (
          <li key={is} className="flex items-center gap-1.5">
            <span aria-hidden className={classNames("rounded-small px-1.5", LOOKS[is].style)}>
              {LOOKS[is].sign}
            </span>
            {t(`is.${is}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
