import {
  type Suggestion,
  type SuggestRequest,
  type SuggestResponse,
  suggestRequestSchema,
} from "@/lib/contracts/recipes";
import type { Who } from "@/lib/contracts/who";
import { isSafeAnywhere, requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { effortOf } from "@/lib/core/recipes/effort";
import { type AskedFood, explain, requiredFoods, servingsAtHand } from "@/lib/core/recipes/explain";
import type { Substitution } from "@/lib/core/recipes/food";
import { mainFoods } from "@/lib/core/recipes/main-foods";
import type { AtHand, PantryFood } from "@/lib/core/recipes/needs";
import { type CookProfile, personalReasons } from "@/lib/core/recipes/personal";
import {
  isToUseFirst,
  openingFoods,
  type RankRequest,
  rankRecipes,
  staplesOf,
} from "@/lib/core/recipes/rank";
import { isInSeason } from "@/lib/core/recipes/season";
import { type PerShelf, perShelf, SHELVES, type Shelf, shelfOf } from "@/lib/core/recipes/shelves";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection } from "@/server/db/transaction";
import { factsOf, toCard } from "../card";
import { readCookProfile } from "../cook/repository";
import type { RecipeMemory } from "../recipe-memory";
import { recipeMemoryNow } from "../recipe-memory-now";
import { readRecipes, type StoredRecipe } from "../repository";

type ParsedRequest = ReturnType<typeof suggestRequestSchema.parse>;

/** Ranks the recipes for what is in the kitchen and explains each, by shelf: what can be cooked, what lacks one food, more. */
export async function suggestRecipes(
  input: SuggestRequest,
  { userId, teamId }: Who,
): Promise<SuggestResponse> {
  const request = suggestRequestSchema.parse(input);
  const memory = await recipeMemoryNow();
  const { pantry, unknown } = readPantry(request.foods, memory.vocabulary);
  const required = requiredMask(request.diets, request.allergens);
  const profile = await readCookProfile(connection(), userId, new Date());
  const staples = request.staples ? new Set(request.staples) : staplesOf(memory.vocabulary);
  const maySwap = (swap: Substitution) =>
    factsOf([swap.use], memory).every((food) => isSafeAnywhere(food, required));
  const asked: RankRequest = {
    pantry,
    mode: request.mode,
    maxMissing: request.maxMissing,
    requiredMask: required,
    limits: perShelf((shelf) => request.limits[shelf] + SPARE[shelf]),
    staples,
    profile,
    owner: memory.ownerNumber(teamId),
    ...(request.season ? { season: request.season } : {}),
    maySwap,
  };
  const { shelves, atHand } = rankRecipes(memory.index, memory.vocabulary, memory.numberOf, asked);
  const found = new Map(
    (
      await readRecipes(
        connection(),
        SHELVES.flatMap((shelf) => [...shelves[shelf].ids]),
        teamId,
      )
    ).map((stored) => [stored.id, stored]),
  );
  const toSuggestion = createSuggestion({
    memory,
    atHand,
    staples,
    maySwap,
    profile,
    season: request.season,
  });
  const filled = moveShort(
    perShelf((shelf) => ({
      suggestions: shelves[shelf].ids.flatMap((id) => {
        const stored = found.get(id);
        return stored ? [toSuggestion(stored)] : [];
      }),
      total: shelves[shelf].total,
    })),
  );
  const openers = (shelf: Shelf) =>
    shelf !== "trip" && pantry.length > 0 && filled[shelf].total === 0 && isOffered(shelf, request)
      ? openingFoods(memory.index, memory.vocabulary, memory.numberOf, asked, shelf).slice(0, OPENERS)
      : [];
  return {
    shelves: perShelf((shelf) => ({
      ...filled[shelf],
      suggestions: filled[shelf].suggestions.slice(0, request.limits[shelf]),
      openers: openers(shelf),
    })),
    unknown,
  };
}

/** This many foods that would fill an empty shelf are named. */
const OPENERS = 3;
/** Read beyond what is shown, as counting pieces moves some to another shelf. */
const SPARE: PerShelf<number> = { now: 24, one: 0, trip: 0 };

function isOffered(shelf: "now" | "one", { maxMissing }: ParsedRequest): boolean {
  return shelf === "now" || maxMissing === null || maxMissing > 0;
}

interface SuggestionParts {
  readonly memory: RecipeMemory;
  readonly atHand: AtHand;
  readonly staples: ReadonlySet<string>;
  readonly maySwap: (swap: Substitution) => boolean;
  readonly profile: CookProfile;
  readonly season: ParsedRequest["season"];
}

function createSuggestion(parts: SuggestionParts): (stored: StoredRecipe) => Suggestion {
  const { memory, atHand, staples, maySwap, profile, season } = parts;
  const { vocabulary } = memory;
  const swapsFor = new Map<string, Substitution[]>();
  for (const swap of [...vocabulary.swapsByUse.values()].flat())
    if (maySwap(swap)) swapsFor.set(swap.wanted, [...(swapsFor.get(swap.wanted) ?? []), swap]);
  return (stored) => {
    const { id, recipe } = stored;
    const foods = explain(recipe.ingredients, atHand, (foodId) => staples.has(foodId));
    const given = foods.flatMap(({ by }) => by ?? []);
    const judged = {
      id,
      foods: requiredFoods(recipe.ingredients),
      servings: recipe.servings,
      effort: effortOf(recipe),
    };
    return {
      card: toCard(stored, memory),
      foods,
      mainFoods: mainFoods(recipe, (foodId) => vocabulary.byId.get(foodId)),
      servings: servingsAtHand(foods, recipe.servings),
      alternatives: foods
        .filter((food) => food.state === "missing")
        .flatMap(({ foodId }) => (swapsFor.get(foodId) ?? []).filter((swap) => !given.includes(swap.use))),
      useSoon: given.filter((by) => isToUseFirst({ by, spoils: atHand.own.get(by)?.spoils })),
      inSeason: season ? given.filter((foodId) => isInSeason(foodId, season)) : [],
      reasons: personalReasons(judged, profile),
    };
  };
}

/** A counted food that is not enough for one serving is treated as missing. */
function lacksIn({ foods, card }: Suggestion): number {
  const isLacking = (food: AskedFood) =>
    food.state === "missing" || servingsAtHand([food], card.servings) === 0;
  return foods.filter(isLacking).length;
}

/**
 * The index knows no amounts. Among the recipes about to be shown, those enough for fewer servings than written go behind
 * those enough for all, and those not enough for one go to the shelf for what they lack.
 */
function moveShort(
  shelves: PerShelf<{ readonly suggestions: readonly Suggestion[]; readonly total: number }>,
) {
  const isShortOf = (suggestion: Suggestion, shelf: Shelf) => shelfOf(lacksIn(suggestion)) !== shelf;
  const moved = SHELVES.flatMap((shelf) =>
    shelves[shelf].suggestions
      .filter((suggestion) => isShortOf(suggestion, shelf))
      .map((suggestion) => ({ suggestion, to: shelfOf(lacksIn(suggestion)), from: shelf })),
  );
  return perShelf((shelf) => {
    const staying = shelves[shelf].suggestions.filter((suggestion) => !isShortOf(suggestion, shelf));
    const isWhole = (suggestion: Suggestion) => suggestion.servings >= suggestion.card.servings;
    const coming = moved.filter(({ to }) => to === shelf).map(({ suggestion }) => suggestion);
    const leaving = moved.filter(({ from }) => from === shelf).length;
    return {
      suggestions: [
        ...staying.filter(isWhole),
        ...staying.filter((suggestion) => !isWhole(suggestion)),
        ...coming,
      ],
      total: shelves[shelf].total + coming.length - leaving,
    };
  });
}

function readPantry(
  entries: ParsedRequest["foods"],
  vocabulary: Vocabulary,
): { pantry: PantryFood[]; unknown: string[] } {
  const pantry: PantryFood[] = [];
  const unknown: string[] = [];
  for (const entry of entries) {
    const named = entry.foodId === undefined ? undefined : vocabulary.byId.get(entry.foodId);
    const seen = entry.className === undefined ? [] : (vocabulary.byClass.get(entry.className) ?? []);
    const foods = named ? [named] : seen;
    if (foods.length === 0) unknown.push(entry.foodId ?? entry.className ?? "");
    for (const food of foods)
      pantry.push({
        foodId: food.id,
        weight: entry.score,
        count: entry.count ?? null,
        amount: entry.amount,
        spoils: entry.spoils,
      });
  }
  return { pantry, unknown };
}
