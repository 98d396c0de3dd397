import { type Entry, getFileNameLowLevel } from "yauzl";
import { normalPath } from "@/lib/core/datasets/formats/paths";

/** Bit 11 of an entry says that its name is UTF-8. Source: PKWARE's APPNOTE.TXT, section 4.4.4 */
const IS_UTF8 = 0x800;
/** Info-ZIP's field with the name in UTF-8. */
const UNICODE_PATH = 0x7075;

type NamedEntry = Pick<Entry, "fileName" | "fileNameRaw" | "generalPurposeBitFlag" | "extraFields">;

/** A non-ASCII byte of a name, with the byte after it. */
type Judge = (lead: number, trail: number) => { readonly isPair: boolean; readonly worth: number };

const between = (value: number, low: number, high: number) => value >= low && value <= high;

/** How likely a character is: kana, and the characters that each standard lists first since they are frequent. */
const JUDGES: Readonly<Record<string, Judge>> = {
  shift_jis: (lead, trail) => {
    if (between(lead, 0xa1, 0xdf)) return { isPair: false, worth: -0.5 };
    const isKana =
      (lead === 0x82 && between(trail, 0x9f, 0xf1)) || (lead === 0x83 && between(trail, 0x40, 0x96));
    return { isPair: true, worth: isKana || between(lead, 0x88, 0x97) ? 1 : lead === 0x81 ? 0.5 : 0.2 };
  },
  gbk: (lead, trail) => ({ isPair: true, worth: between(lead, 0xb0, 0xd7) && trail >= 0xa1 ? 1 : 0.2 }),
  big5: (lead) => ({ isPair: true, worth: between(lead, 0xa4, 0xc6) ? 0.9 : 0.1 }),
  "euc-kr": (lead, trail) => ({
    isPair: true,
    worth: between(lead, 0xb0, 0xc8) && trail >= 0xa1 ? 0.95 : 0.1,
  }),
};

/** The mean score of the non-ASCII characters. */
function worthOf(names: readonly Uint8Array[], judge: Judge): number {
  let [sum, signs] = [0, 0];
  for (const name of names) {
    for (let at = 0; at < name.length; at++) {
      const lead = name[at] ?? 0;
      if (lead < 0x80) continue;
      const { isPair, worth } = judge(lead, name[at + 1] ?? 0);
      sum += worth;
      signs++;
      if (isPair) at++;
    }
  }
  return signs === 0 ? 0 : sum / signs;
}

/** Letters with accents stand alone between ASCII ones, as in `frühstück`. */
const isLetter = (byte: number) => between(byte | 0x20, 0x61, 0x7a);

function worthAsWestern(names: readonly Uint8Array[]): number {
  let [sum, signs] = [0, 0];
  for (const name of names) {
    for (const [at, byte] of name.entries()) {
      if (byte < 0x80) continue;
      signs++;
      const [before = 0, after = 0, next = 0] = [name[at - 1], name[at + 1], name[at + 2]];
      const isAmongLetters = isLetter(after) && (isLetter(before) || isLetter(next));
      if (between(byte, 0x80, 0xa5)) sum += isAmongLetters ? 1.1 : 0.4;
    }
  }
  return signs === 0 ? 0 : sum / signs;
}

function decode(encoding: string, name: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(name);
  } catch {
    return undefined;
  }
}

/** What the names are in: "" for the PC's own character set, which the standard prescribes for old archives. */
function encodingOf(names: readonly Uint8Array[]): string {
  const fits = (encoding: string) => names.every((name) => decode(encoding, name) !== undefined);
  if (fits("utf-8")) return "utf-8";
  let [best, worth] = ["", worthAsWestern(names)];
  for (const [encoding, judge] of Object.entries(JUDGES)) {
    const its = worthOf(names, judge);
    if (its > worth && fits(encoding)) [best, worth] = [encoding, its];
  }
  return best;
}

/** By the standard: the UTF-8 field, the UTF-8 bit, else the PC's character set. */
const byTheLetter = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: NamedEntry) =>
  getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);

function isTold({ generalPurposeBitFlag, fileNameRaw, extraFields }: NamedEntry): boolean {
  const isAscii = fileNameRaw.every((byte) => byte < 0x80);
  const isSaid = (generalPurposeBitFlag & IS_UTF8) !== 0 || extraFields.some(({ id }) => id === UNICODE_PATH);
  return isAscii || isSaid;
}

export interface EntryName {
  /** The path that is shown and used. */
  readonly name: string;
  /** Other readings, as normalised paths: a label file that names its photo may mean one of them. */
  readonly readings: readonly string[];
}

/**
 * Reads the names of an archive's entries. Old systems wrote them in the encoding of their country and did not record
 * which: it is guessed from all names together, and the other readings are kept.
 */
export function createNameReader(entries: readonly NamedEntry[]): (entry: NamedEntry) => EntryName {
  const untold = entries.filter((entry) => !isTold(entry)).map(({ fileNameRaw }) => fileNameRaw);
  const encoding = untold.length > 0 ? encodingOf(untold) : "";
  return (entry) => {
    const letter = byTheLetter(entry);
    if (isTold(entry)) return { name: letter, readings: [] };
    const slashed = (text: string | undefined) => text?.replaceAll("\\", "/");
    const name = slashed(encoding === "" ? letter : decode(encoding, entry.fileNameRaw)) ?? letter;
    const others = ["utf-8", ...Object.keys(JUDGES)].map((one) => slashed(decode(one, entry.fileNameRaw)));
    const readings = [...others, letter].flatMap((one) =>
      one && one !== name ? (normalPath(one) ?? []) : [],
    );
    return { name, readings: [...new Set(readings)] };
  };
}
