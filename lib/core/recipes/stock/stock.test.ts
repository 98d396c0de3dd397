import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumOf } from "../amounts";
import { explain } from "../explain";
import type { Food, Unit } from "../food";
import { forgetTaken, markTaken, NO_ANSWERS } from "../kitchen-answers";
import { kitchenFoods } from "../kitchen-foods";
import { resolveAtHand } from "../needs";
import { oneKitchen, type SeenBoxes } from "../one-kitchen";
import { wantedFrom } from "../shopping-list";
import { PLAIN_FOOD } from "../testing/plain-food";
import { createVocabulary } from "../vocabulary";
import { compareSeen } from "./compare-seen";
import { applyChange, inverseOf } from "./row-changes";
import { bySpoiling, type Place, type StockedFood, stockAsPantry, usualPlace } from "./stocked-food";
import { takeOut } from "./take-out";

const food = (id: string, over: Partial<Food> = {}): Food => ({
  ...PLAIN_FOOD,
  id,
  name: id,
  plural: id,
  classes: [id],
  ...over,
});
const vocabulary = createVocabulary(
  [
    food("egg", { aisle: "dairy" }),
    food("flour", { unit: "g", aisle: "baking", classes: [] }),
    food("salmon", { aisle: "fish" }),
    food("onion"),
    food("salt", { staple: true, classes: [] }),
    food("pasta", { unit: "g", aisle: "grains" }),
    food("fusilli", { unit: "g", aisle: "grains", countsAs: ["pasta"] }),
    food("cream", { unit: "ml", aisle: "dairy" }),
    food("yogurt", { unit: "ml", aisle: "dairy" }),
  ],
  [{ wanted: "cream", use: "yogurt", ratio: 1, note: "" }],
);
const TODAY = "2026-03-10";
let count = 0;
function stocked(foodId: string, amount: string, over: Partial<StockedFood> = {}): StockedFood {
  const [quantity, unit] = amount === "some" ? [null, null] : (amount.split(" ") as [string, Unit]);
  return {
    id: `row-${++count}`,
    changeId: "c0",
    foodId,
    quantity: quantity === null ? null : Number(quantity),
    unit,
    place: "fridge",
    bestBefore: null,
    ...over,
  };
}
const line = (foodId: string, amount: string, optional = false) => {
  const [quantity, unit] = amount === "" ? [null, null] : (amount.split(" ") as [string, Unit]);
  return { foodId, quantity: quantity === null ? null : Number(quantity), unit, note: null, optional };
};
const isStaple = (foodId: string) => foodId === "salt";
const atHandOf = (stock: readonly StockedFood[]) =>
  resolveAtHand(stockAsPantry(stock, TODAY), vocabulary, { isStaple });

describe("amounts", () => {
  it("add up within a dimension and nowhere else", () => {
    expect(
      sumOf([
        { quantity: 1, unit: "kg" },
        { quantity: 250, unit: "g" },
      ]),
    ).toEqual({ quantity: 1250, unit: "g" });
    expect(
      sumOf([
        { quantity: 1, unit: "tbsp" },
        { quantity: 2, unit: "tsp" },
      ]),
    ).toEqual({ quantity: 5, unit: "tsp" });
    expect(
      sumOf([
        { quantity: 1, unit: "kg" },
        { quantity: 1, unit: "l" },
      ]),
    ).toBeNull();
    expect(sumOf([{ quantity: 1, unit: "kg" }, null])).toBeNull();
    expect(sumOf([])).toBeNull();
  });
});

describe("the pantry as recipes read it", () => {
  it("adds up what is written in amounts that add up, and knows no amount where some of it is not", () => {
    const eggs = [stocked("egg", "2 pc"), stocked("egg", "4 pc", { place: "cupboard" })];
    expect(stockAsPantry(eggs, TODAY)).toMatchObject([{ foodId: "egg", count: 6, weight: 1 }]);
    expect(stockAsPantry([...eggs, stocked("egg", "some")], TODAY)).toMatchObject([
      { foodId: "egg", count: null },
    ]);
    expect(stockAsPantry([stocked("flour", "1 kg")], TODAY)).toMatchObject([
      { count: null, amount: { quantity: 1000, unit: "g" } },
    ]);
  });

  it("says how much is short in its unit, for card, page and list alike", () => {
    const flour = [line("flour", "1.5 kg")];
    const [asked] = explain(flour, atHandOf([stocked("flour", "1200 g")]), isStaple);
    expect(asked).toMatchObject({ state: "some", has: 1200, wants: 1500, unit: "g" });
    expect(wantedFrom(flour, asked ? [asked] : [])).toEqual([{ foodId: "flour", quantity: 300, unit: "g" }]);
    const cups = explain([line("flour", "2 cup")], atHandOf([stocked("flour", "1200 g")]), isStaple);
    expect(cups).toMatchObject([{ state: "have", has: null, wants: null }]);
  });

  it("stands before a photo, which only says how many where nothing was written", () => {
    const seen = [
      { foodId: "egg", weight: 1, count: 5 },
      { foodId: "onion", weight: 0.4, count: 1 },
    ];
    const read = (stock: readonly StockedFood[] | null) =>
      kitchenFoods({ seen, kept: ["salmon"], stock, today: TODAY }).map(
        ({ foodId, count: pieces, weight }) => [foodId, pieces, weight],
      );
    expect(read(null)).toEqual([
      ["egg", 5, 1],
      ["onion", 1, 0.4],
      ["salmon", null, 1],
    ]);
    expect(read([stocked("egg", "2 pc")])[0]).toEqual(["egg", 2, 1]);
    expect(read([stocked("egg", "some")])[0]).toEqual(["egg", 5, 1]);
    expect(read([stocked("onion", "some")])).toContainEqual(["onion", null, 1]);
  });
});

describe("what spoils first", () => {
  const order = (foods: readonly StockedFood[]) =>
    bySpoiling(foods, TODAY, (id) => id).map(({ foodId, bestBefore }) => bestBefore ?? foodId);

  it("goes by date, then by what keeps only days, then by name", () => {
    const foods = [
      stocked("onion", "some"),
      stocked("egg", "some", { bestBefore: "2026-03-20" }),
      stocked("salmon", "some"),
      stocked("cream", "some", { bestBefore: "2026-03-13" }),
      stocked("pasta", "some", { bestBefore: "2026-03-09" }),
    ];
    expect(order(foods)).toEqual(["2026-03-09", "2026-03-13", "salmon", "2026-03-20", "onion"]);
  });

  it("is within three days, over the end of a month too, and not what is frozen or dated later", () => {
    const spoils = (foodId: string, bestBefore: string | null, place: Place = "fridge", today = TODAY) =>
      stockAsPantry([stocked(foodId, "some", { bestBefore, place })], today)[0]?.spoils;
    expect([spoils("pasta", "2026-03-13"), spoils("pasta", "2026-03-14")]).toEqual([true, false]);
    expect(spoils("pasta", "2026-03-01", "fridge", "2026-02-27")).toBe(true);
    expect([
      spoils("salmon", null),
      spoils("salmon", null, "freezer"),
      spoils("salmon", "2026-05-01"),
    ]).toEqual([true, false, false]);
  });
});

it("puts a bought food where most people keep it", () => {
  const place = (id: string, aisle: Food["aisle"]) => usualPlace({ id, aisle });
  expect([place("egg", "dairy"), place("onion", "vegetables"), place("pasta", "grains")]).toEqual([
    "fridge",
    "cupboard",
    "cupboard",
  ]);
});

describe("cooked is taken out", () => {
  const cook = (stock: readonly StockedFood[], ...ingredients: ReturnType<typeof line>[]) =>
    takeOut(stock, { ingredients, atHand: atHandOf(stock), isStaple });

  it("by the amounts of the recipe, in the row's own unit", () => {
    const [flour, egg] = [stocked("flour", "1 kg"), stocked("egg", "6 pc")];
    const { steps, taken, asked } = cook(
      [flour, egg],
      line("flour", "300 g"),
      line("egg", "2 pc"),
      line("flour", "50 g"),
    );
    expect(steps).toMatchObject([
      { id: flour.id, base: "c0", put: { quantity: 0.65, unit: "kg" } },
      { id: egg.id, base: "c0", put: { quantity: 4, unit: "pc" } },
    ]);
    expect(taken).toEqual([
      { foodId: "flour", amount: { quantity: 350, unit: "g" } },
      { foodId: "egg", amount: { quantity: 2, unit: "pc" } },
    ]);
    expect(asked).toEqual([]);
  });

  it("takes a row away that is used up, never less than nothing, and first what spoils first", () => {
    const late = stocked("egg", "6 pc", { bestBefore: "2026-04-01" });
    const soon = stocked("egg", "2 pc", { bestBefore: "2026-03-11" });
    expect(cook([late, soon], line("egg", "3 pc")).steps).toMatchObject([
      { id: late.id, put: { quantity: 5 } },
      { id: soon.id, put: null },
    ]);
    expect(cook([soon], line("egg", "3 pc")).steps).toEqual([
      { id: soon.id, base: "c0", put: null, take: { quantity: 2, unit: "pc" } },
    ]);
    expect(cook([soon], line("egg", "3 pc")).taken).toMatchObject([{ amount: { quantity: 2 } }]);
  });

  it("asks where amounts do not compare: some, another unit, to taste, optional", () => {
    const because = (stock: StockedFood, ...lines: ReturnType<typeof line>[]) => {
      const { steps, asked } = cook([stock], ...lines);
      return [steps.length, asked.map((entry) => entry.because)];
    };
    expect(because(stocked("egg", "some"), line("egg", "2 pc"))).toEqual([0, ["amounts"]]);
    expect(because(stocked("flour", "1 kg"), line("flour", "2 cup"))).toEqual([0, ["amounts"]]);
    expect(because(stocked("onion", "3 pc"), line("onion", ""))).toEqual([0, ["amounts"]]);
    expect(because(stocked("onion", "3 pc"), line("onion", "1 pc", true))).toEqual([0, ["optional"]]);
    expect(because(stocked("salt", "some"), line("salt", ""))).toEqual([0, []]);
  });

  it("takes the special food where the recipe asks for the general one, and asks about a stand-in", () => {
    const fusilli = stocked("fusilli", "500 g");
    expect(cook([fusilli], line("pasta", "200 g")).steps).toMatchObject([
      { id: fusilli.id, put: { quantity: 300 } },
    ]);
    const { steps, asked } = cook([stocked("yogurt", "500 ml")], line("cream", "200 ml"));
    expect([steps, asked.map((entry) => entry.because)]).toEqual([[], ["stand-in"]]);
  });

  it("never leaves less than nothing or takes more than was wanted, and can be taken back whole", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 100 }), (rows, wanted) => {
        const stock = rows.map((pieces) => stocked("egg", `${pieces} pc`));
        const change = { id: "c1", steps: cook(stock, line("egg", `${wanted} pc`)).steps };
        const after = applyChange(stock, change);
        const sum = (foods: readonly StockedFood[]) =>
          foods.reduce((all, { quantity }) => all + (quantity ?? 0), 0);
        expect(sum(stock) - sum(after)).toBe(Math.min(wanted, sum(stock)));
        expect(after.every(({ quantity }) => (quantity ?? 0) > 0)).toBe(true);
        const back = applyChange(after, inverseOf(change, stock, "c2"));
        expect(sum(back)).toBe(sum(stock));
        expect(back.map(({ id }) => id).toSorted()).toEqual(stock.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe("photos of a place against the pantry", () => {
  const seen = (className: string, pieces: number, score = 0.9): SeenBoxes => {
    const boxIds = Array.from({ length: pieces }, (_, place) => `${className}-${place}`);
    return { className, classId: 1, count: pieces, score, boxIds, doubtIds: [] };
  };
  const compare = (stock: readonly StockedFood[], ...photos: readonly SeenBoxes[][]) =>
    compareSeen(
      oneKitchen(
        photos.map((entries, place) => ({ photoId: `p${place}`, seen: entries })),
        vocabulary,
      ).items,
      stock,
      "fridge",
      vocabulary,
    );

  it("says what came and what went, and nothing of what is seen again", () => {
    const [egg, onion] = [stocked("egg", "2 pc"), stocked("onion", "some")];
    expect(compare([egg, onion], [seen("egg", 2), seen("salmon", 1)])).toEqual([
      { kind: "came", foodId: "salmon", count: 1, elsewhere: [] },
      { kind: "went", food: onion },
    ]);
    expect(compare([egg, onion], [seen("egg", 2), seen("onion", 3)])).toEqual([]);
  });

  it("misses only what is kept in this place and what a photo can show", () => {
    expect(compare([stocked("flour", "1 kg"), stocked("onion", "some", { place: "cupboard" })], [])).toEqual(
      [],
    );
    expect(compare([stocked("onion", "some", { place: "cupboard" })], [seen("onion", 2)])).toEqual([
      { kind: "came", foodId: "onion", count: 2, elsewhere: ["cupboard"] },
    ]);
  });

  it("offers another number of pieces only where it is known", () => {
    const egg = stocked("egg", "6 pc");
    expect(compare([egg], [seen("egg", 2)])).toEqual([{ kind: "count", food: egg, count: 2 }]);
    expect(compare([egg], [seen("egg", 2)], [seen("egg", 3)])).toEqual([]);
    expect(compare([egg, stocked("egg", "some")], [seen("egg", 2)])).toEqual([]);
  });

  it("lets a doubtful food neither come nor go", () => {
    const egg = stocked("egg", "some");
    expect(compare([egg], [seen("egg", 1, 0.3), seen("onion", 1, 0.3)])).toEqual([]);
  });

  it("asks once about a photo: what was taken from it and then cooked does not come again", () => {
    const photos = [{ photoId: "p0", seen: [seen("egg", 2)] }];
    const boxes = [{ photoId: "p0", boxIds: ["egg-0", "egg-1"] }];
    const items = (isTaken: boolean) =>
      oneKitchen(photos, vocabulary, { answers: markTaken(NO_ANSWERS, "egg", isTaken, boxes) }).items;
    expect(compareSeen(items(true), [], "fridge", vocabulary)).toEqual([]);
    expect(compareSeen(items(true), [stocked("egg", "1 pc")], "fridge", vocabulary)).toEqual([]);
    expect(compareSeen(items(false), [], "fridge", vocabulary)).toMatchObject([{ kind: "came" }]);
    const anew = forgetTaken(markTaken(NO_ANSWERS, "egg", true, boxes));
    expect(oneKitchen(photos, vocabulary, { answers: anew }).items[0]?.isTaken).toBe(false);
  });

  it("without a place says only what is nowhere in the pantry", () => {
    const { items } = oneKitchen([{ photoId: "p0", seen: [seen("egg", 2), seen("onion", 1)] }], vocabulary);
    const stock = [stocked("egg", "9 pc"), stocked("salmon", "some")];
    expect(compareSeen(items, stock, null, vocabulary)).toMatchObject([{ kind: "came", foodId: "onion" }]);
  });

  it("takes the special food for the general one that is written down", () => {
    expect(compare([stocked("pasta", "some")], [seen("fusilli", 1)])).toEqual([]);
  });
});
