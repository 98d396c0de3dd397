import type { NoVerdict } from "@/lib/core/monitoring/compare-column";
import type { ColumnFinding, ColumnRows, TableFinding } from "@/lib/core/monitoring/compare-tables";

/** Why a column got no verdict, in a few words after its name. */
export const NO_VERDICT_SENTENCES: Readonly<Record<NoVerdict, string>> = {
  "only-in-reference": "only in the reference",
  "only-in-current": "only in the current rows",
  "empty-in-both": "no value at all",
  "empty-in-reference": "no value in the reference",
  "empty-in-current": "no value in the current rows",
  text: "free text, which is not compared",
  "mixed-kinds": "holds different kinds of values",
  "too-few-rows": "too few rows",
  "too-many-rows": "too many rows for this test",
  "values-too-rare": "values too rare for these rows",
  "within-chance": "too few rows: chance alone reaches this",
  "nothing-to-compare": "all values are the same, so nothing is to compare",
};

const columns = (count: number) => (count === 1 ? "1 column" : `${count} columns`);

/** From this difference on it is said that a column is missing more or less often: its test does not see it. */
const SAID_FROM = 0.1;

/** Says that a column is missing far more or less often than it was; undefined where it is not. */
export function missingSentence({ column, reference, current }: ColumnFinding): string | undefined {
  const share = ({ rows, missing }: ColumnRows) => missing / (rows + missing);
  const [before, now] = [share(reference), share(current)];
  if (!(Math.abs(before - now) >= SAID_FROM)) return undefined;
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  return `${column} is missing in ${percent(before)} of the reference's rows and ${percent(now)} of the current ones; its test leaves these rows out.`;
}

/** The closing line of a comparison. @param share from which the whole drifts */
export function tableSentence({ verdict, drifted, judged, comparable }: TableFinding, share: number): string {
  const open = comparable - judged;
  const rest = open === 0 ? "" : ` ${columns(open)} got no verdict.`;
  const limit = `${Math.round(share * 1000) / 10} %`;
  const of = `${drifted} of ${columns(comparable)}`;
  if (verdict === "drift") return `Drift: ${of} drift, at least ${limit}.${rest}`;
  if (verdict === "too few rows")
    return `No verdict: only ${judged} of ${columns(comparable)} could be judged. Collect more rows and compare again.`;
  return drifted === 0
    ? `No drift in ${columns(judged)}.${rest}`
    : `No drift of the whole: ${of} drift, less than ${limit}.${rest}`;
}
