import type { ForageReport, ReportFigures } from "@/lib/contracts/monitor-reports";
import type { ComparedWith, DriftColumn } from "@/lib/contracts/monitoring";

/** What a report says beside its numbers. */
export interface ReportWords {
  readonly title: string;
  readonly week: (from: string, to: string) => string;
  readonly model: (modelId: string) => string;
  readonly comparedWith: (reference: ComparedWith) => string;
  readonly made: (when: Date) => string;
  readonly verdict: (report: ForageReport) => string;
  readonly figures: string;
  readonly drift: string;
  readonly values: string;
  readonly previous: string;
  readonly thisWeek: string;
  readonly figureNames: Readonly<Record<FigureName, string>>;
  readonly headings: readonly [feature: string, test: string, value: string, limit: string, verdict: string];
  readonly verdicts: Readonly<Record<DriftColumn["verdict"], string>>;
  /** What a feature is called; a class by its name. */
  readonly nameOf: (column: string) => string;
  readonly legend: string;
}

export const FIGURE_NAMES = ["photos", "boxless", "unsure", "wrong", "corrected", "ms"] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

const percent = (part: number, all: number) => (all === 0 ? "–" : `${((100 * part) / all).toFixed(1)} %`);

/** A week's figures as texts; a dash where there is nothing to divide by. */
export function figureTexts(figures: ReportFigures): Readonly<Record<FigureName, string>> {
  const { events, boxless, unsure, topCount, wrongBoxes, judgedBoxes, corrected, judged, typicalMs } =
    figures;
  return {
    photos: String(events),
    boxless: percent(boxless, events),
    unsure: percent(unsure, topCount),
    wrong: percent(wrongBoxes, judgedBoxes),
    corrected: percent(corrected, judged),
    ms: typicalMs === null ? "–" : typicalMs.toFixed(0),
  };
}

/** A test's value, short; small ones by their power. */
export const numberText = (value: number | null) =>
  value === null ? "–" : value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);

/** The rows of the drift table, what drifts first. */
export function driftRows(report: ForageReport, words: ReportWords): readonly (readonly string[])[] {
  const order = { drift: 0, "no drift": 1, none: 2 } as const;
  return report.finding.columns
    .toSorted((a, b) => order[a.verdict] - order[b.verdict])
    .map(({ column, test, value, corrected, threshold, verdict }) => [
      words.nameOf(column),
      test ?? "–",
      numberText(corrected ?? value),
      numberText(threshold),
      words.verdicts[verdict],
    ]);
}
