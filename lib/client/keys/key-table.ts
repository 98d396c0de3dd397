/**
 * Every key of every page, once. A chord has one meaning everywhere: a page listens to some of these
 * areas and the key sheet lists the same ones, so the two always agree.
 */

/** What listens: each is one listener of a page, or of the stage that several pages have. */
export type KeyArea =
  | "page"
  | "intake"
  | "photo"
  | "compare"
  | "view"
  | "boxes"
  | "desk"
  | "deskUndo"
  | "doubts"
  | "dataErrors";

/** Where a row stands in the sheet. */
export type KeyGroup = "photos" | "view" | "tools" | "boxes" | "review";

interface KeyEntry {
  readonly area: KeyArea;
  readonly group: KeyGroup;
  /** As `chordOf` writes them. */
  readonly chords: readonly string[];
  /** As the sheet and hints write them; alternatives apart. */
  readonly shown: readonly string[];
}

const arrows = (modifiers: string) =>
  ["arrowleft", "arrowup", "arrowright", "arrowdown"].map((key) => modifiers + key);

export const KEY_TABLE = {
  addPhotos: { area: "intake", group: "photos", chords: ["o"], shown: ["O"] },
  paste: { area: "intake", group: "photos", chords: ["ctrl+v"], shown: ["Ctrl+V"] },
  previous: { area: "photo", group: "photos", chords: ["["], shown: ["["] },
  next: { area: "photo", group: "photos", chords: ["]"], shown: ["]"] },
  save: { area: "photo", group: "photos", chords: ["ctrl+s"], shown: ["Ctrl+S"] },
  accept: { area: "desk", group: "review", chords: ["a"], shown: ["A"] },
  reject: { area: "desk", group: "review", chords: ["r"], shown: ["R"] },
  skip: { area: "desk", group: "review", chords: ["s"], shown: ["S"] },
  undoDecision: { area: "deskUndo", group: "review", chords: ["u"], shown: ["U"] },
  isRight: { area: "doubts", group: "review", chords: ["y"], shown: ["Y"] },
  otherFood: { area: "doubts", group: "review", chords: ["f"], shown: ["F"] },
  keepAsText: { area: "doubts", group: "review", chords: ["t"], shown: ["T"] },
  later: { area: "doubts", group: "review", chords: ["l"], shown: ["L"] },
  nextDoubt: { area: "dataErrors", group: "review", chords: ["j"], shown: ["J"] },
  previousDoubt: { area: "dataErrors", group: "review", chords: ["k"], shown: ["K"] },
  takeModels: { area: "dataErrors", group: "review", chords: ["g"], shown: ["G"] },
  keepLabel: { area: "dataErrors", group: "review", chords: ["d"], shown: ["D"] },
  editDoubt: { area: "dataErrors", group: "review", chords: ["e"], shown: ["E"] },
  leaveOut: { area: "dataErrors", group: "review", chords: ["x"], shown: ["X"] },
  zoomIn: { area: "view", group: "view", chords: ["+", "="], shown: ["+"] },
  zoomOut: { area: "view", group: "view", chords: ["-", "_"], shown: ["-"] },
  fit: { area: "view", group: "view", chords: ["0", "shift+1"], shown: ["0"] },
  actual: { area: "view", group: "view", chords: ["shift+0"], shown: ["Shift+0"] },
  zoomToSelection: { area: "view", group: "view", chords: ["shift+2"], shown: ["Shift+2"] },
  lowerConfidence: { area: "photo", group: "view", chords: [","], shown: [","] },
  raiseConfidence: { area: "photo", group: "view", chords: ["."], shown: ["."] },
  compare: { area: "compare", group: "view", chords: ["m"], shown: ["M"] },
  thisSheet: { area: "page", group: "view", chords: ["?"], shown: ["?"] },
  select: { area: "view", group: "tools", chords: ["v"], shown: ["V"] },
  draw: { area: "boxes", group: "tools", chords: ["b"], shown: ["B"] },
  pan: { area: "view", group: "tools", chords: ["h"], shown: ["H"] },
  panHold: { area: "view", group: "tools", chords: ["space"], shown: ["Space"] },
  undo: { area: "boxes", group: "tools", chords: ["ctrl+z"], shown: ["Ctrl+Z"] },
  redo: { area: "boxes", group: "tools", chords: ["ctrl+shift+z", "ctrl+y"], shown: ["Ctrl+Shift+Z"] },
  nextBox: { area: "view", group: "boxes", chords: ["tab"], shown: ["Tab"] },
  previousBox: { area: "view", group: "boxes", chords: ["shift+tab"], shown: ["Shift+Tab"] },
  selectAll: { area: "view", group: "boxes", chords: ["ctrl+a"], shown: ["Ctrl+A"] },
  stepBack: { area: "view", group: "boxes", chords: ["escape"], shown: ["Esc"] },
  addBox: { area: "boxes", group: "boxes", chords: ["n"], shown: ["N"] },
  relabel: { area: "boxes", group: "boxes", chords: ["enter"], shown: ["Enter"] },
  recentClass: {
    area: "boxes",
    group: "boxes",
    chords: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    shown: ["1…9"],
  },
  otherName: { area: "boxes", group: "boxes", chords: ["q", "w"], shown: ["Q", "W"] },
  confirm: { area: "boxes", group: "boxes", chords: ["c"], shown: ["C"] },
  delete: { area: "boxes", group: "boxes", chords: ["delete", "backspace"], shown: ["Delete"] },
  duplicate: { area: "boxes", group: "boxes", chords: ["ctrl+d"], shown: ["Ctrl+D"] },
  nudge: { area: "boxes", group: "boxes", chords: arrows(""), shown: ["←", "↑", "→", "↓"] },
  nudgeFar: { area: "boxes", group: "boxes", chords: arrows("shift+"), shown: ["Shift+←"] },
  grow: { area: "boxes", group: "boxes", chords: arrows("alt+"), shown: ["Alt+←"] },
  growFar: { area: "boxes", group: "boxes", chords: arrows("alt+shift+"), shown: ["Alt+Shift+←"] },
} as const satisfies Record<string, KeyEntry>;

export type KeyId = keyof typeof KEY_TABLE;
/** The ids of some areas: a listener that handles all of these handles all that the sheet lists. */
export type KeyIdOf<A extends KeyArea> = {
  [Id in KeyId]: (typeof KEY_TABLE)[Id]["area"] extends A ? Id : never;
}[KeyId];

export const KEY_IDS = Object.keys(KEY_TABLE) as readonly KeyId[];

const byChord = new Map<string, KeyId>(
  KEY_IDS.flatMap((id) => KEY_TABLE[id].chords.map((chord): [string, KeyId] => [chord, id])),
);

/** The parts of a key event that count. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

function baseOf({ key, code }: KeyPress): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  if (key === " " || code === "Space") return "space";
  // On a layout of other letters the key that has the Latin one here.
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isOtherScript = key.length === 1 && /\p{Letter}/u.test(key) && !/[a-z]/i.test(key);
  return (isOtherScript && letter ? letter : key).toLowerCase();
}

/**
 * A key press as the table writes it: `b`, `ctrl+shift+z`, `alt+arrowleft`. Digits go by their key, whatever Shift
 * writes there; of a sign only itself counts, since layouts need Shift for different ones. ⌘ counts as Ctrl.
 */
export function chordOf(press: KeyPress): string {
  const base = baseOf(press);
  const isSign = base.length === 1 && !/[\p{Letter}\d]/u.test(base);
  const ctrl = press.ctrlKey || press.metaKey ? "ctrl+" : "";
  const alt = press.altKey ? "alt+" : "";
  const shift = press.shiftKey && !isSign ? "shift+" : "";
  return `${ctrl}${alt}${shift}${base}`;
}

/** What a key press means to a listener for these areas. */
export function keyIdOf<A extends KeyArea>(press: KeyPress, areas: readonly A[]): KeyIdOf<A> | undefined {
  const id = byChord.get(chordOf(press));
  if (id === undefined) return undefined;
  const { area } = KEY_TABLE[id];
  return (areas as readonly KeyArea[]).includes(area) ? (id as KeyIdOf<A>) : undefined;
}

/** As a hint on a button writes a key: "Ctrl+Z". */
export function shownKey(id: KeyId): string {
  return KEY_TABLE[id].shown[0];
}

/** As `aria-keyshortcuts` wants it: "Control+Z". */
export function ariaKey(shown: string): string {
  return shown.replace(/^Ctrl\b/, "Control");
}
