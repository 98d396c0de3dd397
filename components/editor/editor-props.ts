import type { EditorStore } from "@/lib/client/editor/editor-store";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { Covered } from "./anchor";

/** Colours of one class, each one a canvas can read: no `var(--…)`. */
export interface BoxColour {
  /** The box's line. */
  readonly stroke: string;
  /** The chip behind the name. */
  readonly fill: string;
  /** The name on the chip, at least 4.5:1 on `fill`. */
  readonly text: string;
}

/** A name the model gave: its score, and how likely it is right where that was measured. */
export interface ScoredName {
  readonly classId: number;
  readonly score?: number | undefined;
  readonly likelihood?: number | undefined;
}

/** How sure the model is of a name, in a word, "" where it has none to say; undefined where scores are shown. */
export type SayScore = (name: ScoredName) => string | undefined;

export interface EditorStageProps {
  readonly store: EditorStore;
  readonly classes: readonly ModelClass[];
  /** An address the browser can load (`blob:` or same origin), or decoded pixels. */
  readonly photoUrl: string | ImageBitmap;
  readonly colourOf: (classId: number) => BoxColour;
  /** The display name on the chip. */
  readonly labelOf: (classId: number) => string;
  /** How sure the model is of a class, in a word; left out, scores are shown as they are. */
  readonly sayScore?: SayScore;
  /** Classes the class filter hides from view; labels stay in the document. */
  readonly hiddenClasses?: readonly number[];
  /** No tools, no keys that change boxes; zoom, pan and selection stay. */
  readonly readOnly?: boolean;
  /** Where something else lies over the stage: bars keep clear of it. */
  readonly covered?: Covered;
  readonly className?: string;
  readonly onPhotoLoad?: () => void;
  readonly onPhotoError?: () => void;
}

export interface ToolBarProps {
  readonly store: EditorStore;
  readonly orientation?: "vertical" | "horizontal";
  readonly className?: string;
}
