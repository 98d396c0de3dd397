import { NextIntlClientProvider } from "next-intl";
import { Tooltip } from "radix-ui";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { ApiProvider } from "@/lib/client/api/trpc";
import messages from "@/lib/client/messages/en.json";
import type { RecipePage } from "@/lib/contracts/recipes";
import type { Food } from "@/lib/core/recipes/food";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { PLAIN_FOOD } from "@/lib/core/recipes/testing/plain-food";
import { RecipeView } from "./recipe-view";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => undefined }) }));

const food = (id: string, name: string, plural = name): Food => ({
  id,
  name,
  plural,
  ...PLAIN_FOOD,
});
const line = (foodId: string, quantity: number | null, unit: Recipe["ingredients"][number]["unit"]) => ({
  foodId,
  quantity,
  unit,
  note: null,
  optional: false,
});
const recipe: Recipe = {
  slug: "leek-soup",
  title: "Leek soup",
  summary: "A soup of leeks.",
  cuisine: "french",
  servings: 4,
  prepMinutes: 10,
  cookMinutes: 80,
  restMinutes: 0,
  ingredients: [line("leek", 3, "pc"), line("flour", 1.5, "cup"), line("salt", null, null)],
  steps: ["Sweat the leeks in the flour.", "Salt it and simmer for 80 minutes."],
  dishClass: null,
  sourceUrl: null,
};

/** The page as the server sends it, its texts alone. */
function pageText(report: RecipePage["report"], over: Partial<RecipePage> = {}): string {
  const foods = [food("leek", "leek", "leeks"), food("flour", "flour"), food("salt", "salt")];
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <ApiProvider>
        <Tooltip.Provider>
          <RecipeView
            page={{
              recipe,
              report,
              isOwn: false,
              picture: null,
              effort: "easy",
              opinion: null,
              cooked: { times: 0, last: null },
              ...over,
            }}
            foods={foods}
            substitutions={[]}
          />
        </Tooltip.Provider>
      </ApiProvider>
    </NextIntlClientProvider>,
  );
  return html.replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");
}

it("writes amounts, times, diets and allergens", () => {
  const text = pageText({
    diets: ["vegan"],
    contains: ["gluten"],
    toCheck: ["celery"],
    allergensKnown: true,
  });
  for (const part of [
    "3 |leeks",
    "1½ cups |flour",
    "salt|, to taste",
    "1 h 30 min",
    "Vegan",
    "Gluten",
    "Celery",
  ])
    expect(text).toContain(part);
  expect(text).not.toContain("None of the 14 allergens");
});

it("calls nothing free of allergens when one food is not known", () => {
  const text = pageText({ diets: [], contains: [], toCheck: [], allergensKnown: false });
  expect(text).toContain("The allergens of some ingredients are not known.");
  expect(text).not.toContain("None of the 14 allergens");
});

it("asks the owner of a recipe about the lines that were not read for certain, and nobody else", () => {
  const report = { diets: [], contains: [], toCheck: [], allergensKnown: false };
  const [first, ...rest] = recipe.ingredients;
  const doubtful = {
    ...recipe,
    ingredients: [{ ...first!, original: "some leeks", isDoubtful: true }, ...rest],
  };
  expect(pageText(report, { recipe: doubtful, isOwn: true })).toContain(
    "Some lines could not be read with certainty.",
  );
  expect(pageText(report, { recipe: doubtful, isOwn: true })).toContain("some leeks");
  expect(pageText(report, { recipe: doubtful })).not.toContain(
    "Some lines could not be read with certainty.",
  );
});
