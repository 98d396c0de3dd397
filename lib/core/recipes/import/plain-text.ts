import { decodeHTML } from "entities";

/** A tag, not every "<": "bake at < 200 °C" stays. Stops at the next "<", so that no text is looked through twice. */
const TAG = /<(?:!--[^<>]*--|[/!?]?[a-z][^<>]*)>/gi;
/** Control characters, NUL among them, which no database keeps in a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff\ufeff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text without markup and entities, spaces tidied, in one Unicode form; null when nothing is left. */
export function plainText(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : null;
  if (typeof value !== "string") return null;
  const text = withoutControls(decodeHTML(value.replace(TAG, " ")))
    .replace(/\s+/g, " ")
    .trim();
  return text === "" ? null : text;
}

/** The text without what a database does not keep, in one Unicode form. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, "").replace(LONE_SURROGATE, "\ufffd").normalize("NFC");
}
