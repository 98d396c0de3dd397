import type { ModelClass } from "@/lib/contracts/model-manifest";
import { searchClasses } from "@/lib/core/editor/class-search";

export type PickerGroup = "likely" | "all" | "matches";

export interface PickerOption {
  readonly model: ModelClass;
  readonly group: PickerGroup;
  /** 1 to 9 for a recent class: the key that gives it to a selected box. */
  readonly digit: number | undefined;
}

export interface PickerQuery {
  readonly query: string;
  /** Most recent first. */
  readonly recentIds: readonly number[];
  /** Classes seen in this photo, most frequent first. */
  readonly seenIds: readonly number[];
}

/**
 * What the picker lists: recent classes and those in this photo first, then all by name; once something is typed,
 * the matches alone, likely ones ahead of equals.
 */
export function pickerOptions(classes: readonly ModelClass[], input: PickerQuery): PickerOption[] {
  const { query, recentIds, seenIds } = input;
  const byId = new Map(classes.map((each) => [each.id, each]));
  const likelyIds = [...new Set([...recentIds, ...seenIds])].filter((id) => byId.has(id));
  const likely = likelyIds.flatMap((id) => byId.get(id) ?? []);
  const others = classes
    .filter((each) => !likelyIds.includes(each.id))
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
  const option = (group: PickerGroup) => (model: ModelClass) => {
    const recent = recentIds.indexOf(model.id);
    return { model, group, digit: recent >= 0 && recent < 9 ? recent + 1 : undefined };
  };
  if (query.trim() !== "") return searchClasses([...likely, ...others], query).map(option("matches"));
  return [...likely.map(option("likely")), ...others.map(option("all"))];
}
