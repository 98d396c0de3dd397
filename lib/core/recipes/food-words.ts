/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = { ß: "ss", ł: "l", ø: "o", æ: "ae", œ: "oe", đ: "d" };

/**
 * Splits a text into plain words to compare foods by: lower case, no accents, no hyphens and apostrophes, so that "Crème
 * fraîche", "creme-fraiche" and both ways to write é in Unicode are one. Signs that part words are dropped.
 */
export function foodWords(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßłøæœđ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/&/g, " and ")
    .replace(/['’ʼ]/g, "")
    .split(/[^\p{L}\p{N}%]+/u)
    .filter((word) => word !== "");
}

/** The words of a name with its last word in the singular and the plural: "bay leaf", "bay leaves", "bay leafs". */
export function nameForms(name: string): string[][] {
  const words = foodWords(name);
  const last = words.at(-1);
  if (last === undefined) return [];
  const before = words.slice(0, -1);
  return [...new Set([last, ...pluralsOf(last), ...singularsOf(last)])].map((form) => [...before, form]);
}

function pluralsOf(word: string): string[] {
  if (word.endsWith("s")) return [];
  if (/[^aeiou]y$/.test(word)) return [`${word.slice(0, -1)}ies`];
  if (/(?:o|x|ch|sh)$/.test(word)) return [`${word}es`, `${word}s`];
  if (word.endsWith("f")) return [`${word.slice(0, -1)}ves`, `${word}s`];
  return [`${word}s`];
}

function singularsOf(word: string): string[] {
  if (word.length < 5 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return [];
  if (word.endsWith("ies")) return [`${word.slice(0, -3)}y`];
  if (/(?:oes|xes|ches|shes)$/.test(word)) return [word.slice(0, -2)];
  return [word.slice(0, -1)];
}
