import { type ListedRecipe, shoppingKey } from "../shopping-list";
import type { Row } from "../stock/row-changes";
import type { StockedFood, StockValues } from "../stock/stocked-food";

/** What stands on a line: a recipe's share, or a few words typed by hand. */
export type LineContent =
  | ({ readonly kind: "recipe" } & ListedRecipe)
  | { readonly kind: "extra"; readonly text: string };

/** A row of the pantry that ticking made, with its change, so that unticking takes it out again. */
export type BoughtRow = Row;

/** A thing of a line that somebody has ticked. A typed line has one thing, with an empty key. */
export interface Tick {
  readonly key: string;
  readonly bought: readonly BoughtRow[];
}

/** A line of a team's shopping list. Ticks do not count as a change of the line. */
export interface SharedLine extends Row {
  readonly content: LineContent;
  readonly ticked: readonly Tick[];
}

/** A line as the person saw it who ticked something on it. */
type SeenLine = Row;

export type ListStep =
  | {
      readonly do: "put";
      readonly id: string;
      /** The change that wrote the line as the person saw it; null for a new one. */
      readonly base: string | null;
      /** Null takes the line away. */
      readonly content: LineContent | null;
    }
  | {
      readonly do: "tick";
      readonly key: string;
      readonly lines: readonly SeenLine[];
      /** What goes into the pantry with it. Skipped where somebody else has ticked the same lines. */
      readonly bought: readonly { readonly id: string; readonly put: StockValues }[];
    }
  | {
      /** Takes out of the pantry what ticking put there, unless somebody has changed it since. */
      readonly do: "untick";
      readonly key: string;
      readonly lines: readonly SeenLine[];
      /** True takes it out of the pantry only. */
      readonly staysTicked: boolean;
    };

/** Steps on the list that are made together or not at all. The id makes sending it twice one change. */
export interface ListChange {
  readonly id: string;
  readonly list: readonly ListStep[];
}

/** What a kitchen keeps, as far as a change of its list touches it. */
export interface KitchenState {
  readonly lines: readonly SharedLine[];
  readonly foods: readonly StockedFood[];
}

const tickOf = (line: SharedLine, key: string) => line.ticked.find((tick) => tick.key === key);

/** The list and pantry after a change, as the server will have them; applying it again changes nothing. */
export function applyListChange(state: KitchenState, { id: changeId, list }: ListChange): KitchenState {
  return list.reduce((before, step) => applyStep(before, step, changeId), state);
}

function applyStep({ lines, foods }: KitchenState, step: ListStep, changeId: string): KitchenState {
  if (step.do === "put") {
    const { id, content } = step;
    const known = lines.find((line) => line.id === id);
    if (content === null) return { lines: lines.filter((line) => line.id !== id), foods };
    if (known?.changeId === changeId) return { lines, foods };
    const line: SharedLine = { id, changeId, content, ticked: [] };
    return { lines: known ? lines.map((one) => (one.id === id ? line : one)) : [...lines, line], foods };
  }
  const { key } = step;
  const named = new Set(step.lines.map(({ id }) => id));
  const isNamed = (line: SharedLine) => named.has(line.id);
  if (step.do === "tick") {
    const open = lines.filter((line) => isNamed(line) && !tickOf(line, key));
    if (open.length === 0) return { lines, foods };
    const bought = step.bought.map(({ id }) => ({ id, changeId }));
    return {
      lines: lines.map((line) =>
        open.includes(line) ? { ...line, ticked: [...line.ticked, { key, bought }] } : line,
      ),
      foods: [
        ...foods.filter((food) => !bought.some(({ id }) => id === food.id)),
        ...step.bought.map(({ id, put }) => ({ ...put, id, changeId })),
      ],
    };
  }
  const bought = lines.filter(isNamed).flatMap((line) => tickOf(line, key)?.bought ?? []);
  return {
    lines: lines.map((line) => (isNamed(line) ? { ...line, ticked: untickedOf(line.ticked, step) } : line)),
    foods: foods.filter(
      (food) => !bought.some((row) => row.id === food.id && row.changeId === food.changeId),
    ),
  };
}

/** A line's ticks once one was taken back, whole or only what it put into the pantry. */
export function untickedOf(
  ticks: readonly Tick[],
  { key, staysTicked }: { readonly key: string; readonly staysTicked: boolean },
): Tick[] {
  return ticks.flatMap((tick) => {
    if (tick.key !== key) return [tick];
    return staysTicked ? [{ ...tick, bought: [] }] : [];
  });
}

/** Each recipe with what is ticked of it, or what is not. */
export function recipesOf(lines: readonly SharedLine[], which: "open" | "ticked" | "all"): ListedRecipe[] {
  return lines.flatMap((line) => {
    if (line.content.kind !== "recipe") return [];
    const { kind: _, ...recipe } = line.content;
    if (which === "all") return [recipe];
    const wanted = recipe.wanted.filter(
      (food) => (tickOf(line, shoppingKey(food)) !== undefined) === (which === "ticked"),
    );
    return wanted.length > 0 ? [{ ...recipe, wanted }] : [];
  });
}

/** The lines that want a thing, ticked or not. */
export function linesWanting(
  lines: readonly SharedLine[],
  key: string,
  which: "open" | "ticked",
): SharedLine[] {
  return lines.filter(
    (line) =>
      line.content.kind === "recipe" &&
      line.content.wanted.some((food) => shoppingKey(food) === key) &&
      (tickOf(line, key) !== undefined) === (which === "ticked"),
  );
}

/** True for a typed line that is ticked. */
export function isExtraTicked(line: SharedLine): boolean {
  return tickOf(line, EXTRA_KEY) !== undefined;
}

export const EXTRA_KEY = "";
