import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import type PDFDocumentKit from "pdfkit";
import { ingredientText } from "@/lib/core/recipes/export/json-ld";
import { beginsGroup } from "@/lib/core/recipes/export/line-parts";
import { timeText } from "@/lib/core/recipes/export/recipe-writer";
import type { Recipe } from "@/lib/core/recipes/recipe";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { projectPath } from "@/server/storage/project-root";
import { recipeMemoryNow } from "../recipe-memory-now";
import { type ExportedRecipe, ownRecipes } from "./own-recipes";

type Document = InstanceType<typeof PDFDocumentKit>;

/** DejaVu has the letters of all European languages, and the fractions. */
const FONTS = { text: "DejaVuSans.ttf", bold: "DejaVuSans-Bold.ttf" } as const;
const MARGIN = 56;
const PICTURE_HEIGHT = 220;
const SOFT = "#5a635c";

/** What the book says beside the recipes. */
export interface CookbookWords {
  readonly title: string;
  readonly contents: string;
  readonly ingredients: string;
  readonly method: string;
  readonly notes: string;
  readonly servings: (count: number) => string;
  /** Letters that the book's font does not have. */
  readonly missing: (count: number) => string;
}

/**
 * All of a person's own recipes as a printable book with their pictures: each begins a page; an index with page numbers
 * ends it.
 */
export async function exportCookbook(teamId: string, words: CookbookWords): Promise<Readable> {
  const { vocabulary } = await recipeMemoryNow();
  return await writeCookbook(ownRecipes(teamId), vocabulary, words);
}

export async function writeCookbook(
  recipes: AsyncIterable<ExportedRecipe>,
  vocabulary: Pick<Vocabulary, "byId">,
  words: CookbookWords,
): Promise<Readable> {
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    size: "A4",
    margin: MARGIN,
    autoFirstPage: false,
    font: null as never,
    info: { Title: words.title, Producer: "Forage" },
  });
  for (const [name, file] of Object.entries(FONTS))
    doc.registerFont(name, await readFile(projectPath("node_modules", "dejavu-fonts-ttf", "ttf", file)));
  void fill(doc, recipes, vocabulary, words).catch((error: unknown) => {
    doc.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return doc as unknown as Readable;
}

interface Entry {
  readonly title: string;
  readonly page: number;
}

async function fill(
  doc: Document,
  recipes: AsyncIterable<ExportedRecipe>,
  vocabulary: Pick<Vocabulary, "byId">,
  words: CookbookWords,
): Promise<void> {
  let page = 0;
  let missing = 0;
  doc.on("pageAdded", () => {
    page++;
    // the number stands below the margin, where text would begin a new page
    doc.page.margins.bottom = 0;
    doc
      .font("text")
      .fontSize(9)
      .fillColor(SOFT)
      .text(String(page), MARGIN, doc.page.height - 36, {
        align: "center",
        width: doc.page.width - 2 * MARGIN,
        lineBreak: false,
      });
    doc.page.margins.bottom = MARGIN;
    doc.x = MARGIN;
    doc.y = MARGIN;
  });
  doc.addPage();
  doc.font("bold").fontSize(32).fillColor("black").text(words.title, MARGIN, 260, { align: "center" });
  const entries: Entry[] = [];
  for await (const { recipe, picture } of recipes) {
    const stream = doc as unknown as Readable;
    if (stream.destroyed) return;
    while (stream.readableLength > 8 * 2 ** 20) await new Promise((resolve) => setTimeout(resolve, 20));
    doc.addPage();
    entries.push({ title: recipe.title, page });
    doc.outline.addItem(recipe.title);
    missing += lettersMissing(doc, recipe);
    writeRecipe(doc, recipe, await picture(), { vocabulary, words });
  }
  writeContents(doc, entries, words);
  if (missing > 0) doc.moveDown().font("text").fontSize(9).fillColor(SOFT).text(words.missing(missing));
  doc.end();
}

function writeRecipe(
  doc: Document,
  recipe: Recipe,
  picture: Uint8Array | null,
  { vocabulary, words }: { readonly vocabulary: Pick<Vocabulary, "byId">; readonly words: CookbookWords },
): void {
  const { extras } = recipe;
  const width = doc.page.width - 2 * MARGIN;
  const heading = (text: string) => {
    // a heading never stands alone at the end of a page
    if (doc.y > doc.page.height - MARGIN - 60) doc.addPage();
    doc.moveDown(0.8).font("bold").fontSize(13).fillColor("black").text(text).moveDown(0.3);
  };
  const groupTitle = (text: string) => doc.moveDown(0.3).font("bold").fontSize(10.5).text(text);
  doc.font("bold").fontSize(22).fillColor("black").text(recipe.title);
  if (recipe.summary) doc.moveDown(0.2).font("text").fontSize(11).fillColor(SOFT).text(recipe.summary);
  const total = recipe.prepMinutes + recipe.cookMinutes + recipe.restMinutes;
  const facts = [words.servings(recipe.servings), extras?.yieldText, timeText(total), extras?.author];
  doc.moveDown(0.3).font("text").fontSize(10).fillColor(SOFT).text(facts.filter(Boolean).join("  ·  "));
  if (picture) {
    doc.moveDown(0.6);
    doc.image(Buffer.from(picture), { fit: [width, PICTURE_HEIGHT] });
    doc.x = MARGIN;
  }
  heading(words.ingredients);
  for (const [place, item] of recipe.ingredients.entries()) {
    if (beginsGroup(recipe.ingredients, place)) groupTitle(item.group ?? "");
    doc
      .font("text")
      .fontSize(10.5)
      .fillColor("black")
      .text(`•  ${ingredientText(item, vocabulary)}`, { indent: 0, lineGap: 2 });
  }
  heading(words.method);
  for (const [place, step] of recipe.steps.entries()) {
    const group = extras?.stepGroups.find(({ from }) => from === place);
    if (group) groupTitle(group.title);
    doc
      .font("text")
      .fontSize(10.5)
      .fillColor("black")
      .text(`${place + 1}.  ${step}`, { lineGap: 2, paragraphGap: 4 });
  }
  if (extras && extras.notes.length > 0) {
    heading(words.notes);
    for (const note of extras.notes)
      doc.font("text").fontSize(10).fillColor("black").text(note, { paragraphGap: 3 });
  }
  if (recipe.sourceUrl) doc.moveDown(0.8).font("text").fontSize(9).fillColor(SOFT).text(recipe.sourceUrl);
}

function writeContents(doc: Document, entries: readonly Entry[], words: CookbookWords): void {
  doc.addPage();
  doc.font("bold").fontSize(20).fillColor("black").text(words.contents).moveDown(0.5);
  const width = doc.page.width - 2 * MARGIN;
  for (const { title, page } of [...entries].sort((a, b) => a.title.localeCompare(b.title))) {
    doc.font("text").fontSize(10.5).fillColor("black");
    if (doc.y > doc.page.height - MARGIN - 24) doc.addPage().font("text").fontSize(10.5).fillColor("black");
    const top = doc.y;
    doc.text(title, MARGIN, top, { width: width - 48, height: 14, ellipsis: true });
    doc.text(String(page), MARGIN, top, { width, align: "right" });
    doc.x = MARGIN;
    doc.y = top + 18;
  }
}

/** Letters of a recipe that the font cannot draw. */
function lettersMissing(doc: Document, recipe: Recipe): number {
  doc.font("text");
  const font = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } })._font
    .font;
  const texts = [
    recipe.title,
    recipe.summary,
    ...recipe.steps,
    ...recipe.ingredients.map((item) => item.original ?? ""),
  ];
  let missing = 0;
  for (const sign of texts.join(""))
    if (!/\s/.test(sign) && !font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 32)) missing++;
  return missing;
}
