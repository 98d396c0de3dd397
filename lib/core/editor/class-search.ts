/** A class as the picker searches it. */
export interface SearchableClass {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
  readonly synonyms: readonly string[];
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/**
 * Edits (insert, delete, replace, swap of neighbours) from `typed` to the nearest beginning of `word`.
 * Source: optimal string alignment distance, its last column left open.
 */
export function prefixDistance(typed: string, word: string): number {
  const rows: number[][] = [Array.from({ length: word.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= typed.length; i += 1) {
    const above = rows[i - 1] ?? [];
    const row = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const same = typed[i - 1] === word[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        cost = Math.min(cost, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return Math.min(...(rows[typed.length] ?? [0]));
}

/** How many slips a word of this length forgives. */
function slips(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** 0 is best; undefined is no match. */
function rankText(query: string, text: string): number | undefined {
  if (text === query) return 0;
  if (text.startsWith(query)) return 1;
  const words = text.split(" ");
  const parts = query.split(" ");
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 2;
  if (text.includes(query)) return 3;
  let errors = 0;
  for (const part of parts) {
    const best = Math.min(...words.map((word) => prefixDistance(part, word)));
    if (best > slips(part.length)) return undefined;
    errors += best;
  }
  return 4 + errors;
}

function rankClass(query: string, candidate: SearchableClass): number | undefined {
  const own = [candidate.displayName, candidate.name].map((text) => rankText(query, fold(text)));
  const others = candidate.synonyms.map((text) => rankText(query, fold(text)));
  const ranks = [
    ...own.filter((rank) => rank !== undefined),
    ...others.filter((rank) => rank !== undefined).map((rank) => rank + 0.5),
  ];
  return ranks.length === 0 ? undefined : Math.min(...ranks);
}

/**
 * Classes that match what was typed, best first; forgives case, accents, a slip in four letters and two in eight.
 * Equal matches keep the order given, so put likely classes first.
 * @returns all classes, in their order, for an empty query
 */
export function searchClasses<C extends SearchableClass>(classes: readonly C[], query: string): C[] {
  const wanted = fold(query);
  if (wanted === "") return [...classes];
  return classes
    .map((candidate) => ({ candidate, rank: rankClass(wanted, candidate) }))
    .filter((entry): entry is { candidate: C; rank: number } => entry.rank !== undefined)
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.candidate);
}
