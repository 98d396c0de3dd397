import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import type PDFDocumentKit from "pdfkit";
import { projectPath } from "@/server/storage/project-root";
import type { OpenForageReport } from "./open-report";
import { driftRows, FIGURE_NAMES, figureTexts, type ReportWords } from "./report-words";

type Document = InstanceType<typeof PDFDocumentKit>;

const FONTS = { text: "DejaVuSans.ttf", bold: "DejaVuSans-Bold.ttf" } as const;
const MARGIN = 48;
const ROW = 16;
const SOFT = "#5a635c";
const LINE = "#d9ded9";
const BEFORE = "#9aa59c";
const NOW = "#2f7d4f";

/** Goes to a new page where less than `height` is left. */
function room(doc: Document, height: number): void {
  if (doc.y + height > doc.page.height - MARGIN) doc.addPage();
}

function table(doc: Document, widths: readonly number[], rows: readonly (readonly string[])[]): void {
  for (const [at, row] of rows.entries()) {
    room(doc, ROW);
    const top = doc.y;
    let left = MARGIN;
    for (const [column, text] of row.entries()) {
      const width = widths[column] ?? 60;
      doc
        .font(at === 0 ? "bold" : "text")
        .fontSize(8.5)
        .fillColor(at === 0 ? SOFT : "black")
        .text(text, left, top, { width: width - 6, height: ROW - 4, ellipsis: true, lineBreak: false });
      left += width;
    }
    doc
      .moveTo(MARGIN, top + ROW - 4)
      .lineTo(left, top + ROW - 4)
      .lineWidth(0.5)
      .stroke(LINE);
    doc.x = MARGIN;
    doc.y = top + ROW;
  }
}

const heading = (doc: Document, text: string) => {
  room(doc, 60);
  doc.moveDown(1).font("bold").fontSize(12).fillColor("black").text(text, MARGIN).moveDown(0.4);
};

/** Three columns of a feature's shares on both sides. */
function values(doc: Document, { report }: OpenForageReport, words: ReportWords): void {
  const shown = report.finding.columns.filter(
    ({ column }) => (report.evidence[column]?.bars.length ?? 0) > 0,
  );
  const width = (doc.page.width - 2 * MARGIN - 2 * 14) / 3;
  const height = 44;
  let top = doc.y;
  for (const [at, { column, verdict }] of shown.entries()) {
    const evidence = report.evidence[column];
    if (!evidence) continue;
    if (at % 3 === 0) {
      if (at > 0) top += height + 24;
      doc.y = top;
      room(doc, height + 24);
      top = doc.y;
    }
    const left = MARGIN + (at % 3) * (width + 14);
    const shares = evidence.bars.flatMap(({ reference, current }) => [
      reference / Math.max(1, evidence.referenceRows),
      current / Math.max(1, evidence.currentRows),
    ]);
    const most = Math.max(...shares, 0.01);
    const step = width / shares.length;
    for (const [place, share] of shares.entries()) {
      const tall = (share / most) * height;
      doc
        .rect(left + place * step, top + height - tall, step * 0.9, tall)
        .fill(place % 2 === 0 ? BEFORE : NOW);
    }
    doc
      .font(verdict === "drift" ? "bold" : "text")
      .fontSize(8)
      .fillColor("black")
      .text(words.nameOf(column), left, top + height + 3, {
        width,
        height: 12,
        ellipsis: true,
        lineBreak: false,
      });
  }
  doc.y = top + height + 24;
}

/** Forage's report on paper. */
export async function reportPdf(opened: OpenForageReport, words: ReportWords): Promise<Readable> {
  const { report, previous, madeAt } = opened;
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    size: "A4",
    margin: MARGIN,
    font: null as never,
    info: { Title: `${words.title}, ${report.from}`, Producer: "Forage" },
  });
  for (const [name, file] of Object.entries(FONTS))
    doc.registerFont(name, await readFile(projectPath("node_modules", "dejavu-fonts-ttf", "ttf", file)));
  doc.font("bold").fontSize(18).text(words.title, MARGIN, MARGIN);
  doc.font("text").fontSize(10).fillColor("black");
  doc.text(`${words.week(report.from, report.to)} · ${words.model(report.modelId)}`);
  doc.fillColor(SOFT).text(`${words.comparedWith(report.reference)} ${words.made(madeAt)}`);
  doc.moveDown(0.4).font("bold").fillColor("black").text(words.verdict(report));
  heading(doc, words.figures);
  const now = figureTexts(report.figures);
  const before = previous ? figureTexts(previous.figures) : null;
  table(
    doc,
    [260, 110, 110],
    [
      ["", ...(before ? [words.previous] : []), words.thisWeek],
      ...FIGURE_NAMES.map((name) => [words.figureNames[name], ...(before ? [before[name]] : []), now[name]]),
    ],
  );
  heading(doc, words.drift);
  table(doc, [150, 110, 70, 60, 100], [words.headings, ...driftRows(report, words)]);
  // its first row of pictures stays with it
  room(doc, 170);
  heading(doc, words.values);
  doc.font("text").fontSize(8.5).fillColor(SOFT).text(words.legend, MARGIN).moveDown(0.5);
  values(doc, opened, words);
  doc.end();
  return doc as unknown as Readable;
}
