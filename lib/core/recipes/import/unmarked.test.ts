import { describe, expect, it } from "vitest";
import { findRecipesInText } from "./find-in-text";

const page = (body: string, head = "") =>
  `<!doctype html><html lang="en"><head><title>Leek soup | Blog</title>${head}</head><body>${body}</body></html>`;
const read = (body: string, head = "", address: string | null = "https://blog.example/soup") =>
  findRecipesInText(page(body, head), address)[0];

describe("a page that marks nothing", () => {
  it("is read by its headings and lists, and marked as such", () => {
    const recipe = read(
      "<h1>Leek soup</h1><p>Prep: 10 min | Cook: 25 min</p><h2>Ingredients for 4 people</h2><ul><li>3 leeks</li></ul><h3>To serve</h3><ul><li>bread</li></ul><h2>Method</h2><ol><li>Chop.</li><li>Simmer.</li></ol><h2>Notes</h2><p>Freezes well.</p>",
    );
    expect(recipe).toMatchObject({
      title: "Leek soup",
      servings: 4,
      prepMinutes: 10,
      cookMinutes: 25,
      ingredients: ["3 leeks", "To serve:", "bread"],
      steps: ["Chop.", "Simmer."],
      isUnmarked: true,
      extras: { language: "en", notes: ["Freezes well."] },
    });
  });

  it("is none without both headings", () => {
    expect(read("<h1>Shop</h1><h2>Ingredients</h2><ul><li>3 leeks</li></ul>")).toBeUndefined();
    expect(read("<h1>Steps</h1><h2>Method</h2><ol><li>Chop.</li></ol>")).toBeUndefined();
  });

  it("takes no comments, menus or other recipes for steps", () => {
    const recipe = read(
      "<nav><ul><li>Home</li></ul></nav><h1>Soup</h1><h2>Ingredients</h2><ul><li>3 leeks</li></ul><h2>Method</h2><ol><li>Chop.</li></ol><h3>Comments</h3><ul><li>Lovely!</li></ul><h2>You may also like</h2><ul><li>Cake</li></ul>",
    );
    expect(recipe?.steps).toEqual(["Chop."]);
  });
});

it("fills a method that the markup leaves out from the page, and says so", () => {
  const json = { "@type": "Recipe", name: "Leek soup", recipeIngredient: ["3 leeks"], recipeYield: "4" };
  const recipe = read(
    "<h2>Ingredients</h2><ul><li>other words</li></ul><h2>Method</h2><ol><li>Chop.</li></ol>",
    `<script type="application/ld+json">${JSON.stringify(json)}</script>`,
  );
  expect(recipe).toMatchObject({ ingredients: ["3 leeks"], steps: ["Chop."], servings: 4, isUnmarked: true });
});

describe("pictures", () => {
  const json = (image: unknown) =>
    `<script type="application/ld+json">${JSON.stringify({ "@type": "Recipe", name: "Soup", recipeIngredient: ["3 leeks"], recipeInstructions: "Chop.", image })}</script>`;
  it.each([
    ["a path", "/a.jpg", ["https://blog.example/a.jpg"]],
    [
      "the widest first",
      [
        { url: "/s.jpg", width: 300 },
        { url: "/l.jpg", width: 1200 },
      ],
      ["https://blog.example/l.jpg", "https://blog.example/s.jpg"],
    ],
    [
      "only addresses of the web",
      ["javascript:alert(1)", "data:image/png;base64,AA", "https://x.example/b.jpg"],
      ["https://x.example/b.jpg"],
    ],
    ["none", undefined, []],
  ])("%s", (_, image, wanted) => {
    expect(read("<p></p>", json(image))?.pictures).toEqual(wanted);
  });

  it("are the page's own where the recipe has none", () => {
    expect(
      read("<p></p>", `<meta property="og:image" content="//cdn.example/og.jpg">${json(undefined)}`)
        ?.pictures,
    ).toEqual(["https://cdn.example/og.jpg"]);
  });

  it("are taken from a file that holds them, but not what stands in for one that is loaded late", () => {
    const picture = `data:image/jpeg;base64,${"A".repeat(400)}`;
    const late = `data:image/gif;base64,${"R0lGODlhAQABAIAAAAAAAP".repeat(3)}`;
    const found = (address: string | null) => read("<p></p>", json([late, picture]), address)?.pictures;
    expect(found(null)).toEqual([picture]);
    expect(found("https://blog.example/soup")).toEqual([]);
  });

  it("are left out where a path has no page to belong to", () => {
    expect(findRecipesInText(page("<p></p>", json("/a.jpg")), null)[0]?.pictures).toEqual([]);
  });
});

describe("the language", () => {
  const soup = (lang: string, lines: string[]) =>
    findRecipesInText(
      `<html lang="${lang}"><script type="application/ld+json">${JSON.stringify({ "@type": "Recipe", name: "x", recipeIngredient: lines, recipeInstructions: "y" })}</script></html>`,
    )[0]?.extras?.language;
  it("is what the page declares", () => {
    expect(soup("de-AT", ["2 Semmeln"])).toBe("de");
  });
  it("is the words' own where a template says otherwise", () => {
    expect(soup("en-US", ["250 g Mehl", "2 EL Zucker", "1 Prise Salz"])).toBe("de");
  });
  it("stays one that is not read", () => {
    expect(soup("da", ["2 dl mælk", "3 dl mel", "1 tsk salt", "2 æg", "1 løg"])).toBe("da");
  });
});

describe("JSON that is nearly JSON", () => {
  const titles = (text: string) =>
    findRecipesInText(`<script type="application/ld+json">${text}</script>`).map((recipe) => recipe.title);
  const body = '"recipeIngredient":["1 egg"],"recipeInstructions":"Boil."';
  it.each([
    ["quotes inside a text", `{"@type":"Recipe","name":"Mum's "best" egg",${body}}`, ['Mum\'s "best" egg']],
    ["an escape JSON does not know", `{"@type":"Recipe","name":"Mum\\'s egg",${body}}`, ["Mum's egg"]],
    ["two values in one script", `{"@type":"WebSite"}\n{"@type":"Recipe","name":"Egg",${body}}`, ["Egg"]],
    ["one that could be mended in two ways", `{"@type":"Recipe","name":"a "b", "c" d",${body}}`, []],
  ])("%s", (_, text, wanted) => {
    expect(titles(text)).toEqual(wanted);
  });
});
