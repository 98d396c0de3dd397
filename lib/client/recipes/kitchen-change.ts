import { z } from "zod";
import { listChangeSchema } from "@/lib/contracts/shopping";
import { stockChangeSchema } from "@/lib/contracts/stock";
import { applyListChange, type KitchenState, type ListChange } from "@/lib/core/recipes/shopping/shared-list";
import { applyStockChange, type StockChange } from "@/lib/core/recipes/stock/take-step";

/** A change of the pantry, or of the shopping list and with it the pantry. They wait in one queue, so that none overtakes another. */
export type KitchenChange = StockChange | ListChange;

export const kitchenChangeSchema = z.union([stockChangeSchema, listChangeSchema]);

export const isListChange = (change: KitchenChange): change is ListChange => "list" in change;

/** The earlier changes that a change is based on. */
export function basesOf(change: KitchenChange): readonly (string | null)[] {
  if (!isListChange(change)) return change.steps.map(({ base }) => base);
  return change.list.flatMap((step) =>
    step.do === "put" ? [step.base] : step.lines.map(({ changeId }) => changeId),
  );
}

/** List and pantry after a change, as the server will have them. */
export function applyKitchenChange(state: KitchenState, change: KitchenChange): KitchenState {
  return isListChange(change)
    ? applyListChange(state, change)
    : { ...state, foods: applyStockChange(state.foods, change) };
}
