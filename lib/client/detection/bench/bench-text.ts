import type { BenchMeasured, BenchResult, BenchUnable } from "./measure-device";

/** What the words of a report are in the reader's language. */
export interface BenchWords {
  /** Of a way to run, e.g. "WASM, 2 threads". */
  name(result: BenchResult): string;
  measured(result: BenchMeasured): string;
  unable(result: BenchUnable): string;
}

/** A result as plain text, a line for each way, for a message or an issue. */
export function benchText(
  results: readonly BenchResult[],
  words: BenchWords,
  about: { readonly title: string; readonly browser: string; readonly at: Date },
): string {
  const lines = results.map((result) => {
    const said = result.kind === "measured" ? words.measured(result) : words.unable(result);
    return `${words.name(result)}: ${said}`;
  });
  return [`${about.title}, ${about.at.toISOString().slice(0, 10)}`, ...lines, about.browser].join("\n");
}
