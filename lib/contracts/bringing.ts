import type { BroughtKind, LeftReason } from "./takeout";
import type { Who } from "./who";

/** What becomes of one thing of an archive. */
export type BroughtOutcome = "added" | "known" | { readonly left: LeftReason };

/** What every room is given that takes its part of an archive in. */
export interface Bringing {
  readonly who: Who;
  /** Nothing is written: it is only counted what would be. */
  readonly isTrial: boolean;
  /** The id that a row gets here when another team has its own: the same each time. */
  derivedId(id: string): string;
  /** @param name what a person knows it by */
  tell(kind: BroughtKind, name: string, outcome: BroughtOutcome): void;
}
