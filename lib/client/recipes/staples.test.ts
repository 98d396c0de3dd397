import { expect, it } from "vitest";
import { createKitchenStore } from "./kitchen-store";
import { isOnShelf, seasonOf, staplesForRequest } from "./staples";

const salt = { id: "salt", staple: true };
const onion = { id: "onion", staple: false };
const memory = () => ({ read: () => null, write: () => undefined });

it("puts foods on the shelf and takes usual ones off, and forgets a change that is undone", () => {
  const store = createKitchenStore(memory());
  expect(staplesForRequest([salt, onion] as never, store.getState())).toBeNull();
  store.getState().setStaple("onion", true, false);
  store.getState().setStaple("salt", false, true);
  expect([salt, onion].map((food) => isOnShelf(food, store.getState()))).toEqual([false, true]);
  expect(staplesForRequest([salt, onion] as never, store.getState())).toEqual(["onion"]);
  store.getState().setStaple("onion", false, false);
  store.getState().setStaple("salt", true, true);
  expect(store.getState()).toMatchObject({ staplesAdded: [], staplesRemoved: [] });
});

it("takes the month it is unless another is chosen, and no season where none is wanted", () => {
  const now = new Date(2026, 10, 22);
  expect(seasonOf({ hemisphere: "north", month: null }, now)).toEqual({ hemisphere: "north", month: 11 });
  expect(seasonOf({ hemisphere: "south", month: 2 }, now)).toEqual({ hemisphere: "south", month: 2 });
  expect(seasonOf({ hemisphere: null, month: 2 }, now)).toBeNull();
});
