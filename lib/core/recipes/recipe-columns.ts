/** What ranking needs of a recipe. Foods are the numeric ids of the food table. */
export interface IndexedRecipe {
  readonly id: number;
  /** Distinct foods it cannot do without, staples included. */
  readonly foods: ArrayLike<number>;
  /** Those of them that are its main part; all of them where left out. */
  readonly mainFoods?: ArrayLike<number>;
  readonly minutes: number;
  /** From `safetyMask`. */
  readonly safeMask: number;
  /** Number of the person whose own it is; 0 or left out for everybody's. */
  readonly owner?: number;
  /** 0 or left out where not known. */
  readonly servings?: number;
  /** Place in EFFORTS; 0 or left out where not known. */
  readonly effort?: number;
}

export const MAX_FOODS = 120;
export const MAX_MINUTES = 0xffff;
export const MAX_SERVINGS = 31;

/** Bits of `facts`: needed 0–6, minutes 7–22, servings 23–27, effort 28–29, owned 30, live 31. */
const MINUTES_AT = 7;
const SHAPE_AT = 23;
const OWNED = 2 ** 30;
const LIVE = 2 ** 31;

export const neededOf = (facts: number) => facts & 0x7f;
export const minutesOf = (facts: number) => (facts >>> MINUTES_AT) & MAX_MINUTES;
/** Servings and effort as one small number, for `PersonalOrder.byShape`. */
export const servingShapeOf = (facts: number) => (facts >>> SHAPE_AT) & 0x7f;
export const isLive = (facts: number) => facts >>> 31 === 1;
export const isLiveForAll = (facts: number) => facts >>> 30 === 2;
export const SERVING_SHAPES = 128;

export function shapeNumber(servings: number, effort: number): number {
  return Math.min(MAX_SERVINGS, Math.max(0, Math.round(servings))) | (effort << 5);
}

/** One entry a row of the index, as typed arrays that grow. */
export interface RecipeColumns {
  readonly count: number;
  readonly live: number;
  readonly ids: Int32Array;
  readonly facts: Uint32Array;
  readonly masks: Uint32Array;
  readonly owners: Uint32Array;
  readonly bytes: number;
  /** @returns the row, live or undefined */
  rowOf(id: number): number | undefined;
  /**
   * Adds a row for a recipe; the row it had before is dead.
   * @param needed its foods that are no usual staples
   * @throws RangeError for more than 120 foods
   */
  push(recipe: IndexedRecipe, needed: number): number;
  /** Marks the recipe's row as dead. */
  remove(id: number): void;
}

export function createRecipeColumns(expected: number): RecipeColumns {
  let capacity = Math.max(64, Math.ceil(expected * 1.1));
  let ids = new Int32Array(capacity);
  let facts = new Uint32Array(capacity);
  let masks = new Uint32Array(capacity);
  let owners = new Uint32Array(capacity);
  // row + 1 of each id; ids are a database sequence, so they lie close together
  let places = new Uint32Array(capacity);
  let count = 0;
  let live = 0;

  const grow = () => {
    capacity = Math.ceil(capacity * 1.5);
    ids = copyInto(new Int32Array(capacity), ids);
    facts = copyInto(new Uint32Array(capacity), facts);
    masks = copyInto(new Uint32Array(capacity), masks);
    owners = copyInto(new Uint32Array(capacity), owners);
  };
  const rowOf = (id: number) => {
    const place = places[id] ?? 0;
    return place === 0 ? undefined : place - 1;
  };
  const remove = (id: number) => {
    const row = rowOf(id);
    if (row === undefined) return;
    facts[row] = facts[row]! & ~LIVE;
    places[id] = 0;
    live--;
  };

  return {
    get count() {
      return count;
    },
    get live() {
      return live;
    },
    get ids() {
      return ids;
    },
    get facts() {
      return facts;
    },
    get masks() {
      return masks;
    },
    get owners() {
      return owners;
    },
    get bytes() {
      return [ids, facts, masks, owners, places].reduce((sum, column) => sum + column.byteLength, 0);
    },
    rowOf,
    remove,
    push(recipe, needed) {
      if (recipe.foods.length > MAX_FOODS) throw new RangeError(`recipe ${recipe.id} has too many foods`);
      if (!Number.isInteger(recipe.id) || recipe.id < 0) throw new RangeError(`recipe id ${recipe.id}`);
      if (count === capacity) grow();
      if (recipe.id >= places.length)
        places = copyInto(new Uint32Array(Math.ceil((recipe.id + 1) * 1.25)), places);
      remove(recipe.id);
      const row = count++;
      const minutes = Math.min(MAX_MINUTES, Math.max(0, Math.round(recipe.minutes)));
      const owner = recipe.owner ?? 0;
      const shape = shapeNumber(recipe.servings ?? 0, recipe.effort ?? 0);
      ids[row] = recipe.id;
      facts[row] =
        needed + minutes * 2 ** MINUTES_AT + shape * 2 ** SHAPE_AT + (owner === 0 ? 0 : OWNED) + LIVE;
      masks[row] = recipe.safeMask;
      owners[row] = owner;
      places[recipe.id] = row + 1;
      live++;
      return row;
    },
  };
}

function copyInto<T extends Uint32Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
