import type { Size } from "../../geometry/box";
import type { Split } from "../split";
import type { PhotoLabels } from "./labelled-set";
import type { Refusal } from "./set-files";
import type { RowChoice } from "./yolo/yolo-rules";

export interface SetPhoto {
  /** In the set; what reports name it by. */
  readonly path: string;
  /** The name it goes by, without folders. */
  readonly name: string;
  /** As the set has it; null when it has none. */
  readonly split: Split | null;
  /** Splits that the set puts it in besides. */
  readonly alsoIn?: readonly Split[];
}

/** A person's answers about a set that can be read in more than one way. */
export interface SetChoices {
  /** What rows are that could be boxes with more behind them, or outlines. */
  readonly rows?: RowChoice | undefined;
  /** Path of the file that names the classes, where several do. */
  readonly classFile?: string | undefined;
  /** The value chosen for each question and doubt, by its id. */
  readonly answers?: Readonly<Record<string, string>> | undefined;
}

/** One way to read what a set does not say. */
export interface ReadingOption {
  readonly value: string;
  /** What it means, in a few words. */
  readonly words: string;
}

/** Something that a set does not say, with the ways it can be read. */
export interface OpenPoint {
  /** What `--answer` names it by. */
  readonly id: string;
  /** What is not said, a sentence. */
  readonly why: string;
  readonly options: readonly ReadingOption[];
}

/** A point on which one way is far more usual: it was taken, and a person may choose another. */
export interface SetDoubt extends OpenPoint {
  /** Value of the option that was taken. */
  readonly taken: string;
}

/** What a person is asked, since the set can be read in two ways. */
export type SetQuestion =
  | {
      readonly about: "rows";
      readonly file: string;
      readonly line: number;
      readonly text: string;
      /** Numbers behind the class. */
      readonly length: number;
      readonly rows: number;
    }
  | {
      readonly about: "class-file";
      readonly files: readonly { readonly path: string; readonly names: readonly string[] }[];
    }
  | ({ readonly about: "answer" } & OpenPoint);

/** A file of a set that names its classes. */
export interface SetClassFile {
  readonly path: string;
  readonly names: readonly string[];
  /** How many it says there are; undefined where it does not. */
  readonly classCount: number | undefined;
}

/** A labelled set, whatever its format: its photos are listed, and each is read when it is asked for. */
export interface OpenedSet {
  /** Sorted by path: the same set gives the same order. */
  readonly photos: readonly SetPhoto[];
  /** Label files without a photo, links, and other files left out. */
  readonly leftAside: readonly Refusal[];
  /** Photos with labels of their own, as far as that is known without reading them. */
  readonly labelled: number;
  /** The files that name its classes by index; none in a format that names them box by box. */
  readonly classFiles?: readonly SetClassFile[];
  /** What has to be answered before labels can be read. */
  readonly question?: SetQuestion | undefined;
  /** What was read in the usual way though the set does not say so. */
  readonly doubts?: readonly SetDoubt[];
  /** Px by which edges of one box may differ from another writing of it, where the format rounds. */
  readonly roundedPx?: number;
  /** @throws AppError import/file-too-large, import/damaged-archive, storage/missing */
  readPhoto(photo: SetPhoto): Promise<Uint8Array>;
  /**
   * @param size of the upright photo, px; formats in fractions need it to tell where their boxes are
   * @returns null when nobody labelled the photo
   * @throws AppError import/unreadable-labels, import/ambiguous while `question` is open
   */
  readLabels(photo: SetPhoto, size: Size): Promise<PhotoLabels | null>;
}
