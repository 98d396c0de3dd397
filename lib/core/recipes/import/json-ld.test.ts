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
          name: `Step ${i + 1}`,
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

describe("steps", () => {
  const stepsOf = (recipeInstructions: unknown) => findRecipes(with_({ recipeInstructions }))[0]?.steps;

  it("keep their text where a heading stands beside it", () => {
    const item = (name: string, description: string) => ({ "@type": "ListItem", name, description });
    expect(
      stepsOf([
        {
          "@type": "ItemList",
          itemListElement: [
            item("Cook the meat", "Pat dry, fry 5 minutes a side."),
            item("Finish", "Serve."),
          ],
        },
      ]),
    ).toEqual(["Cook the meat: Pat dry, fry 5 minutes a side.", "Finish: Serve."]);
  });

  it("keep the names of their sections", () => {
    const section = (name: string, ...texts: string[]) => ({
      "@type": "HowToSection",
      name,
      itemListElement: texts.map((text) => ({ "@type": "HowToStep", text })),
    });
    expect(
      stepsOf([section("For the dough", "Knead.", "Rest."), section("For the sauce", "Fry onions.")]),
    ).toEqual(["For the dough:", "Knead.", "Rest.", "For the sauce:", "Fry onions."]);
  });

  it("are found by their ids", () => {
    const graph = [
      with_({ recipeInstructions: [{ "@id": "#1" }, { "@id": "#2" }] }),
      { "@type": "HowToStep", "@id": "#2", text: "Simmer." },
      { "@type": "HowToStep", "@id": "#1", text: "Sweat." },
    ];
    expect(findRecipes({ "@graph": graph })[0]?.steps).toEqual(["Sweat.", "Simmer."]);
  });

  it("that name each other in a circle end", () => {
    const graph = [
      with_({ recipeInstructions: { "@id": "#a" } }),
      { "@id": "#a", itemListElement: [{ "@id": "#a" }], name: "x" },
    ];
    expect(Array.isArray(findRecipes({ "@graph": graph }))).toBe(true);
  });
});

describe("which recipe", () => {
  const other = with_({ name: "Other soup" });

  it("is the page's main entity before one it mentions", () => {
    const page = { "@type": "WebPage", hasPart: [other], mainEntity: soup };
    expect(findRecipes(page).map((entry) => entry.title)).toEqual(["Leek soup", "Other soup"]);
    expect(findRecipes([{ "@type": "ItemList", itemListElement: [other] }, soup])[0]?.title).toBe(
      "Leek soup",
    );
  });

  it("is the one whose address or title the page has", () => {
    const two = inPage([with_({ name: "Other soup", url: "https://example.org/other" }), soup]);
    expect(findRecipesInText(two.replace("<head>", "<head><title>Leek soup | Site</title>"))[0]?.title).toBe(
      "Leek soup",
    );
    const linked = inPage([
      with_({ name: "B", url: "https://example.org/b" }),
      with_({ name: "A", url: "https://example.org/a/" }),
    ]);
    const page = linked.replace("<head>", '<head><link rel="canonical" href="https://example.org/a">');
    expect(findRecipesInText(page)[0]?.title).toBe("A");
  });

  it("is one where two blocks hold the same", () => {
    expect(findRecipesInText(inPage(soup) + inPage(soup)).length).toBe(1);
  });
});

describe("a line that stands twice", () => {
  const linesOf = (recipeIngredient: unknown) => findRecipes(with_({ recipeIngredient }))[0]?.ingredients;

  it("is taken once where the page only shows it twice", () => {
    expect(linesOf(["1 egg", "2 leeks", "1 egg", "2 leeks"])).toEqual(["1 egg", "2 leeks"]);
    expect(linesOf(["1 egg", "1 egg", "2 leeks"])).toEqual(["1 egg", "2 leeks"]);
    const nested = `<div itemscope itemtype="https://schema.org/Recipe"><h1 itemprop="name">x</h1><ul itemprop="recipeIngredient"><li itemprop="recipeIngredient">1 egg</li><li itemprop="recipeIngredient">2 leeks</li></ul></div>`;
    expect(findRecipesInText(nested)[0]?.ingredients).toEqual(["1 egg", "2 leeks"]);
  });

  it("is two lines below two headings", () => {
    const lines = ["Dough:", "1 egg", "Filling:", "1 egg", "2 leeks"];
    expect(linesOf(lines)).toEqual(lines);
    expect(linesOf(["2 tbsp butter", "1 onion", "2 tbsp butter"])).toEqual([
      "2 tbsp butter",
      "1 onion",
      "2 tbsp butter",
    ]);
  });
});

it("reads every entity of HTML and keeps what no database keeps out of texts", () => {
  const read = findRecipes(
    with_({ name: "Cr&egrave;me br&ucirc;l&eacute;e &lpar;&frac13;&rpar; &hearts;\u0000 \ud800" }),
  );
  expect(read[0]?.title).toBe("Crème brûlée (⅓) ♥ \ufffd");
});

it("takes what is made for no servings where it is a weight or volume", () => {
  const servings = (recipeYield: unknown) => findRecipes(with_({ recipeYield }))[0]?.servings;
  expect(
    ["2 l", "500 g", "makes 3 cups", "about 1 kg", "6 servings", "Serves 4-6", "1 loaf"].map(servings),
  ).toEqual([null, null, null, null, 6, 4, null]);
});

/** Pages of half a million characters made to be slow to read: what looks at a text twice for each sign takes minutes. */
describe("a hostile page is read in a moment", () => {
  const N = 500_000;
  const ld = (part: object) =>
    `<script type="application/ld+json">${JSON.stringify({ "@type": "Recipe", name: "x", recipeIngredient: ["1 egg"], recipeInstructions: ["a"], ...part })}</script>`;
  it.each([
    ["unclosed scripts", '<script type="application/ld+json">'.repeat(N / 35)],
    ["tags without an end", `Recipe${"<a ".repeat(N / 3)}`],
    ["only openings", `Recipe${"<".repeat(N)}`],
    ["open elements, deep", `Recipe${"<div>".repeat(N / 5)}`],
    ["closing tags below open ones", `Recipe${"<div>".repeat(500)}${"</p>".repeat(N / 4)}`],
    ["comments without an end", `Recipe${"<!--".repeat(N / 4)}`],
    ["a title of openings", ld({ name: "<".repeat(N) })],
    ["a title of half tags", ld({ name: "<a ".repeat(N / 3) })],
    ["a step of spaces", ld({ recipeInstructions: [`a.${" ".repeat(N)}b`] })],
    ["a step of full stops", ld({ recipeInstructions: "a. B".repeat(N / 4) })],
    ["a method of numbers", ld({ recipeInstructions: "1. ".repeat(N / 3) })],
    ["a line of figures", ld({ recipeIngredient: ["1 ".repeat(N / 2)] })],
    ["broken JSON of quotes", `{${'"'.repeat(N)}`],
    ["broken JSON of commas", `[${", ".repeat(N / 2)}x`],
    ["broken JSON of backslashes", `{"${"\\".repeat(N)}`],
    ["deep JSON", "[".repeat(N / 2) + "]".repeat(N / 2)],
    [
      "references",
      `<div itemscope itemtype="http://schema.org/Recipe" itemref="${"a ".repeat(N / 2)}"></div>`,
    ],
    ["an entity without an end", ld({ name: `&${"a".repeat(N)}` })],
    [
      "a reference to an ancestor",
      '<div id="up"><div itemprop="q" itemscope itemtype="http://schema.org/Recipe" itemref="up"><span itemprop="name">x</span></div></div>',
    ],
  ])("%s", (_, text) => {
    expect(Array.isArray(findRecipesInText(text))).toBe(true);
  });
});
