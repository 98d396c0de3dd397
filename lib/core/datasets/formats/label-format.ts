import type { Size } from "../../geometry/box";
import type { Split } from "../split";
import type { ClassedSourceBox, ClassName } from "./labelled-set";
import type { OpenedSet, SetChoices } from "./opened-set";
import type { SetFiles } from "./set-files";

/** A way in which a format is written. */
export interface ExportAbout {
  /** What `--format` takes and a job keeps: never changed after release. */
  readonly id: string;
  readonly name: string;
  /** What somebody should know before choosing it, a sentence or two. */
  readonly note?: string;
}

/** What the page, the command line and the docs say of a format. */
export interface FormatAbout {
  /** What `--format` takes and a job keeps: never changed after release. */
  readonly id: string;
  readonly name: string;
  /** Which files of which tools are read, in a few words for the docs. */
  readonly reads: string;
  /** The ways in which it is written; none for a format that is only read. */
  readonly writes: readonly ExportAbout[];
}

/** A set that is looked into, before it is known what it is. */
export interface LookedFiles extends SetFiles {
  /** Paths of its photos. */
  readonly photos: readonly string[];
  /** What `work` gives; undefined, and a note of why, for a file that cannot be read. */
  quietly<T>(work: Promise<T>): Promise<T | undefined>;
  /** A note for the person if nothing is recognised: the first note is shown. */
  note(reason: string): void;
}

export interface LaidPhoto extends Size {
  readonly sha256: string;
  /** Ending of the stored file, "jpg" or "png". */
  readonly ending: string;
  readonly split: Split | null;
  readonly boxes: readonly ClassedSourceBox[];
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Where a format puts photos and labels. */
export interface FormatLayout {
  /** Where the photo goes, and the files about it alone. */
  place(photo: LaidPhoto): { readonly photo: string; readonly files: readonly TextFile[] };
  /** Files about the whole set, after its last photo. */
  finish(): readonly TextFile[];
}

export interface LayoutPlan {
  readonly classes: readonly ClassName[];
  /** A class's name; `class-<id>` for one that is none. */
  nameOf(classId: number): string;
}

/** Reads and writes one format. It computes: files come in and go out through what it is given. */
export interface LabelFormat {
  /** How many photos of a set its labels of this format are of, as far as samples tell; 0 for a set in another. */
  count(looked: LookedFiles): Promise<number>;
  /**
   * Lists a set's photos. Labels are read photo by photo later, where the format keeps them so.
   * @throws AppError import/not-recognised when it is no such set, import/unreadable-labels
   */
  open(files: SetFiles, choices: SetChoices): Promise<OpenedSet>;
  /** True for a set in which nothing is labelled but that is known to be of this format. */
  isPlainSet?(files: SetFiles): Promise<boolean>;
  /** A layout by the id of a way to write. */
  readonly layouts: Readonly<Record<string, (plan: LayoutPlan) => FormatLayout>>;
}

/** A line of the registry: what is said of a format, and the code that reads and writes it, loaded when it is needed. */
export type RegisteredFormat = FormatAbout & { load(): Promise<{ readonly format: LabelFormat }> };

/** Folder of photos that are in no split: a name no reader takes for one. */
export const NO_SPLIT = "all";
