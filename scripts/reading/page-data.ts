import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "@/server/storage/project-root";

/** What one line must be read as. */
export interface WantedLine {
  readonly quantity: number | null;
  readonly unit: string | null;
  /** Null where the vocabulary has no such food. */
  readonly foodId: string | null;
}

export interface PageLine {
  readonly text: string;
  /** Several where the line names several foods. */
  readonly wanted: readonly WantedLine[];
}

/** A part of the ingredients or the method below its heading; null above the first. */
export interface Part<T> {
  readonly heading: string | null;
  readonly items: readonly T[];
}

/** A page as its author thinks of it, with the right answers written by hand. */
export interface PageData {
  readonly name: string;
  readonly language: string;
  /** The name of its markup in `shells.ts`. */
  readonly shape: string;
  readonly title: string;
  /** As the page writes it. */
  readonly yieldText: string;
  readonly servings: number | null;
  readonly made: string | null;
  readonly prep: number | null;
  readonly cook: number | null;
  readonly total: number | null;
  /** As the page writes it; a path or a whole address. */
  readonly picture: string;
  readonly ingredients: readonly Part<PageLine>[];
  readonly steps: readonly Part<string>[];
}

const FOLDER = path.join(projectRoot(), "scripts", "reading");

/** The pages of a folder; each file is a language. @param folder "pages", or "frozen" for those written after the reading was finished */
export function readPages(folder: string): PageData[] {
  return readdirSync(path.join(FOLDER, folder))
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .flatMap((name) =>
      readFileSync(path.join(FOLDER, folder, name), "utf8")
        .split(/^=== /m)
        .slice(1)
        .map((text) => readPage(text, name.replace(".txt", ""))),
    );
}

function readPage(text: string, language: string): PageData {
  const [name = "", ...lines] = text.trim().split("\n");
  const at = lines.indexOf("ingredients:");
  const method = lines.indexOf("steps:");
  const fields = new Map(
    lines.slice(0, at).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
  const number = (field: string) => (fields.has(field) ? Number(fields.get(field)) : null);
  const needed = (field: string) => {
    const value = fields.get(field);
    if (value === undefined) throw new RangeError(`${language} ${name}: no ${field}`);
    return value;
  };
  return {
    name: `${language}-${name}`,
    language,
    shape: needed("shape"),
    title: needed("title"),
    yieldText: needed("yield"),
    servings: number("servings"),
    made: fields.get("made") ?? null,
    prep: number("prep"),
    cook: number("cook"),
    total: number("total"),
    picture: needed("picture"),
    ingredients: parts(lines.slice(at + 1, method)).map((part) => ({
      ...part,
      items: part.items.map((line) => readLine(line, name)),
    })),
    steps: parts(lines.slice(method + 1)),
  };
}

function parts(lines: readonly string[]): Part<string>[] {
  const found: { heading: string | null; items: string[] }[] = [{ heading: null, items: [] }];
  for (const line of lines)
    if (line.startsWith("# ")) found.push({ heading: line.slice(2), items: [] });
    else if (line.trim() !== "") found.at(-1)!.items.push(line);
  return found.filter((part) => part.items.length > 0);
}

function readLine(line: string, name: string): PageLine {
  const at = line.lastIndexOf(" = ");
  if (at < 0) throw new RangeError(`${name}: no answer in "${line}"`);
  return {
    text: line.slice(0, at),
    wanted: line
      .slice(at + 3)
      .split(" + ")
      .map((answer) => {
        const words = answer.split(" ");
        const foodId = words.at(-1) === "?" ? null : words.at(-1)!;
        if (words[0] === "-") return { quantity: null, unit: null, foodId };
        return { quantity: Number(words[0]), unit: words[1]!, foodId };
      }),
  };
}
