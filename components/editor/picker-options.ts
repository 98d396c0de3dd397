import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { ClassScore } from "@/lib/core/detection/types";
import { searchClasses } from "@/lib/core/editor/class-search";

export type PickerGroup = "suggested" | "likely" | "all" | "matches";

export interface PickerOption {
  readonly model: ModelClass;
  readonly group: PickerGroup;
  /** 1 to 9 for a recent class: the key that gives it to a selected box. */
  readonly digit: number | undefined;
  /** How sure the model is of the class where the box lies; undefined if it does not see the class. */
  readonly score: number | undefined;
}

export interface PickerQuery {
  readonly query: string;
  /** What the model sees where the box lies, the likeliest first. */
  readonly suggested?: readonly ClassScore[];
  /** Most recent first. */
  readonly recentIds: readonly number[];
  /** Classes seen in this photo, most frequent first. */
  readonly seenIds: readonly number[];
}

/**
 * What the picker lists: what the model sees there, recent classes and those in this photo, then all by name; once
 * something is typed, the matches alone, likely ones ahead of equals.
 */
export function pickerOptions(classes: readonly ModelClass[], input: PickerQuery): PickerOption[] {
  const { query, suggested = [], recentIds, seenIds } = input;
  const byId = new Map(classes.map((each) => [each.id, each]));
  const scores = new Map(suggested.map(({ classId, score }) => [classId, score]));
  const known = (ids: readonly number[]) => [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
  const guessed = known([...scores.keys()]);
  const likely = known([...recentIds, ...seenIds]).filter((each) => !scores.has(each.id));
  const first = new Set([...guessed, ...likely]);
  const others = classes
    .filter((each) => !first.has(each))
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
  const option = (group: PickerGroup) => (model: ModelClass) => {
    const recent = recentIds.indexOf(model.id);
    const digit = recent >= 0 && recent < 9 ? recent + 1 : undefined;
    return { model, group, digit, score: scores.get(model.id) };
  };
  if (query.trim() !== "") {
    return searchClasses([...guessed, ...likely, ...others], query).map(option("matches"));
  }
  return [...guessed.map(option("suggested")), ...likely.map(option("likely")), ...others.map(option("all"))];
}

/**
 * Which option Enter takes before a person has moved to one: the best match of what was typed, the class the box has, or
 * the first that the model sees there or the person used last. -1: none, since a class that is frequent in the photo or
 * first in the alphabet says nothing about this box.
 */
export function firstActive(
  options: readonly PickerOption[],
  { isTyped, currentId }: { readonly isTyped: boolean; readonly currentId: number | undefined },
): number {
  if (options.length === 0) return -1;
  if (isTyped) return 0;
  const current = options.findIndex(({ model }) => model.id === currentId);
  if (current >= 0) return current;
  const [first] = options;
  return first?.group === "suggested" || first?.digit !== undefined ? 0 : -1;
}
