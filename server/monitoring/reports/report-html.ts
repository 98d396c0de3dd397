import type { Evidence } from "@/lib/contracts/monitor-page";
import type { OpenForageReport } from "./open-report";
import { driftRows, FIGURE_NAMES, figureTexts, type ReportWords } from "./report-words";

const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const STYLE = `
:root { color-scheme: light dark; --ink: #1d241f; --soft: #5a635c; --line: #d9ded9; --before: #9aa59c; --now: #2f7d4f; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ece8; --soft: #a9b3ab; --line: #39413b; --before: #79847b; --now: #6fc08d; --paper: #161a17 } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem } p { margin: .25rem 0 } .soft { color: var(--soft) }
.across { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line) } th { color: var(--soft); font-weight: 500 }
.drift { font-weight: 600 } .all { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.25rem }
figure { margin: 0 } svg { width: 100%; height: 5rem; display: block } figcaption { font-size: .9rem }`;

/** Shares of both sides, bar beside bar. */
function barsOf({ bars, referenceRows, currentRows }: Evidence): string {
  const shares = bars.flatMap(({ reference, current }) => [
    reference / Math.max(1, referenceRows),
    current / Math.max(1, currentRows),
  ]);
  const most = Math.max(...shares, 0.01);
  const width = 100 / Math.max(1, shares.length);
  const rects = shares.map((share, at) => {
    const height = (share / most) * 60;
    const fill = at % 2 === 0 ? "var(--before)" : "var(--now)";
    return `<rect x="${(at * width).toFixed(2)}" y="${(60 - height).toFixed(2)}" width="${(width * 0.9).toFixed(2)}" height="${height.toFixed(2)}" style="fill:${fill}"/>`;
  });
  return `<svg viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true">${rects.join("")}</svg>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], boldWith?: string): string {
  const cells = (tag: "th" | "td", row: readonly string[]) =>
    row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("");
  const body = rows.map(
    (row) => `<tr${row.at(-1) === boldWith ? ' class="drift"' : ""}>${cells("td", row)}</tr>`,
  );
  return `<div class="across" tabindex="0"><table><thead><tr>${cells("th", head)}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

/** Forage's report as one page that needs nothing else: no script, no other file. */
export function reportHtml({ report, previous, madeAt }: OpenForageReport, words: ReportWords): string {
  const now = figureTexts(report.figures);
  const before = previous ? figureTexts(previous.figures) : null;
  const figures = FIGURE_NAMES.map((name) => [
    words.figureNames[name],
    ...(before ? [before[name]] : []),
    now[name],
  ]);
  const columns = report.finding.columns.filter(
    ({ column }) => (report.evidence[column]?.bars.length ?? 0) > 0,
  );
  const values = columns.map(({ column, verdict }) => {
    const evidence = report.evidence[column];
    return evidence
      ? `<figure>${barsOf(evidence)}<figcaption${verdict === "drift" ? ' class="drift"' : ""}>${escaped(words.nameOf(column))}</figcaption></figure>`
      : "";
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${words.title}, ${report.from}`)}</title><style>${STYLE}</style></head><body><main>
<h1>${escaped(words.title)}</h1>
<p>${escaped(words.week(report.from, report.to))} · ${escaped(words.model(report.modelId))}</p>
<p class="soft">${escaped(words.comparedWith(report.reference))} ${escaped(words.made(madeAt))}</p>
<p class="drift">${escaped(words.verdict(report))}</p>
<h2>${escaped(words.figures)}</h2>
${table(["", ...(before ? [words.previous] : []), words.thisWeek], figures)}
<h2>${escaped(words.drift)}</h2>
${table(words.headings, driftRows(report, words), words.verdicts.drift)}
<h2>${escaped(words.values)}</h2><p class="soft">${escaped(words.legend)}</p>
<div class="all">${values.join("")}</div>
</main></body></html>`;
}
