import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRecipesInText } from "./find-in-text";
import { findRecipes } from "./json-ld";

const soup = {
  "@context": "https://schema.org",
  "@type": "Recipe",
  name: "Leek soup",
  recipeYield: "4 servings",
  prepTime: "PT10M",
  cookTime: "PT25M",
  recipeIngredient: ["3 leeks, sliced", "1 l stock"],
  recipeInstructions: "Sweat the leeks.\nSimmer in the stock.",
};
const read = { title: "Leek soup", servings: 4, prepMinutes: 10, cookMinutes: 25 };
const inPage = (json: unknown, attributes = 'type="application/ld+json"') =>
  `<!doctype html><html><head><script ${attributes}>${JSON.stringify(json)}</script></head><body>…</body></html>`;
const steps = ["Sweat the leeks.", "Simmer in the stock."];
const with_ = (part: object) => ({ ...soup, ...part });

/** Shapes that recipe sites are known to use; each is the same soup. */
const SHAPES: readonly (readonly [string, string])[] = [
  ["plain JSON", JSON.stringify(soup)],
  ["JSON with spaces around", `\n  ${JSON.stringify(soup)}\n`],
  ["a page with one script", inPage(soup)],
  ["an array at the top", inPage([soup])],
  [
    "a graph",
    inPage({ "@context": "https://schema.org", "@graph": [{ "@type": "WebSite", name: "Site" }, soup] }),
  ],
  ["a graph in an array", inPage([{ "@graph": [soup] }])],
  ["type as a list", inPage(with_({ "@type": ["Recipe", "NewsArticle"] }))],
  ["type as an address", inPage(with_({ "@type": "http://schema.org/Recipe" }))],
  ["type with a prefix", inPage(with_({ "@type": "schema:Recipe" }))],
  ["a page's main entity", inPage({ "@type": "WebPage", mainEntity: soup })],
  ["single quotes around the type", inPage(soup, "type='application/ld+json'")],
  ["no quotes and other attributes", inPage(soup, "class=yoast type=application/ld+json data-x='1'")],
  ["upper-case markup", inPage(soup).replaceAll("script", "SCRIPT")],
  ["a broken script before it", `<script type="application/ld+json">{oops</script>${inPage(soup)}`],
  [
    "CDATA around it",
    inPage(soup).replace(">{", ">//<![CDATA[\n{").replace("}</script>", "}\n//]]></script>"),
  ],
  ["a comment around it", inPage(soup).replace(">{", "><!--{").replace("}</script>", "}--></script>")],
  ["steps as a list of texts", inPage(with_({ recipeInstructions: steps }))],
  [
    "steps as HowToStep",
    inPage(with_({ recipeInstructions: steps.map((text) => ({ "@type": "HowToStep", text })) })),
  ],
  [
    "steps with a name only",
    inPage(with_({ recipeInstructions: steps.map((name) => ({ "@type": "HowToStep", name })) })),
  ],
  [
    "steps in sections",
    inPage(
      with_({
        recipeInstructions: steps.map((text, i) => ({
          "@type": "HowToSection",
          name: `Part ${i}`,
          itemListElement: [{ "@type": "HowToStep", text }],
        })),
      }),
    ),
  ],
  [
    "one section that is no list",
    inPage(with_({ recipeInstructions: { "@type": "HowToSection", itemListElement: steps } })),
  ],
  [
    "an ItemList of ListItems",
    inPage(
      with_({
        recipeInstructions: {
          "@type": "ItemList",
          itemListElement: steps.map((text) => ({
            "@type": "ListItem",
            item: { "@type": "HowToStep", text },
          })),
        },
      }),
    ),
  ],
  [
    "steps in directions and paragraphs",
    inPage(with_({ recipeInstructions: steps.map((s) => `<p>${s}</p>`).join("") })),
  ],
  [
    "steps as an HTML list",
    inPage(with_({ recipeInstructions: `<ol>${steps.map((s) => `<li>${s}</li>`).join("")}</ol>` })),
  ],
  [
    "steps numbered in one line",
    inPage(with_({ recipeInstructions: "1. Sweat the leeks. 2. Simmer in the stock." })),
  ],
  [
    "the old name of ingredients",
    inPage({ ...soup, recipeIngredient: undefined, ingredients: soup.recipeIngredient }),
  ],
  ["ingredients as one text", inPage(with_({ recipeIngredient: "3 leeks, sliced\n1 l stock" }))],
  [
    "ingredients as things",
    inPage(with_({ recipeIngredient: soup.recipeIngredient.map((name) => ({ "@type": "Thing", name })) })),
  ],
  ["yield as a number", inPage(with_({ recipeYield: 4 }))],
  ["yield as a list", inPage(with_({ recipeYield: ["4", "4 bowls"] }))],
  [
    "times with days and hours",
    inPage(with_({ prepTime: "P0DT0H10M", cookTime: "P0Y".replace("0Y", "T25M") })),
  ],
  ["times in words", inPage(with_({ prepTime: "10 minutes", cookTime: "25 mins" }))],
  ["entities and markup in texts", inPage(with_({ name: "<b>Leek</b>&nbsp;soup" }))],
  ["name as a list", inPage(with_({ name: ["Leek soup"] }))],
];

describe("findRecipesInText", () => {
  it.each(SHAPES)("reads %s", (_, text) => {
    const [recipe, ...more] = findRecipesInText(text);
    expect(more).toEqual([]);
    expect(recipe).toMatchObject(read);
    expect(recipe?.ingredients).toEqual(soup.recipeIngredient);
    expect(recipe?.steps).toEqual(steps);
  });

  it("leaves missing fields empty", () => {
    const bare = { "@type": "Recipe", name: "Toast", recipeIngredient: ["bread"] };
    expect(findRecipesInText(inPage(bare))[0]).toMatchObject({
      servings: null,
      prepMinutes: null,
      totalMinutes: null,
      steps: [],
    });
  });

  it("finds every recipe of a page", () => {
    expect(findRecipesInText(inPage([soup, with_({ name: "Second" })])).map((entry) => entry.title)).toEqual([
      "Leek soup",
      "Second",
    ]);
  });

  it("finds none where there is none", () => {
    for (const text of ["", "<p>nothing</p>", "{}", "[]", "null", inPage({ "@type": "Article", name: "x" })])
      expect(findRecipesInText(text)).toEqual([]);
  });

  it("takes a nameless or empty recipe for none", () => {
    expect(findRecipes(with_({ name: " " }))).toEqual([]);
    expect(findRecipes({ "@type": "Recipe", name: "Empty" })).toEqual([]);
  });
});

it("never throws, whatever the JSON", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(findRecipes(value))));
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      Array.isArray(findRecipes({ ...soup, recipeInstructions: value })),
    ),
  );
});
