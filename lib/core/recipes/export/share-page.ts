import type { Recipe } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import type { PlannedMeal } from "../week/planned-meal";
import { ingredientText, toJsonLd } from "./json-ld";
import { beginsGroup } from "./line-parts";
import { timeText } from "./recipe-writer";

/** What a shared page says beside its content. */
export interface PageWords {
  readonly ingredients: string;
  readonly method: string;
  readonly source: string;
  readonly pictureFrom: string;
  readonly madeWith: string;
  readonly servings: (count: number) => string;
  readonly sharedOn: (date: Date) => string;
  /** The heading of a week, from its first day to its last, YYYY-MM-DD. */
  readonly week: (from: string, to: string) => string;
  readonly day: (day: string) => string;
  readonly nothingPlanned: string;
  /** What a meal is: a dish, or what is left of one. */
  readonly mealTitle: (meal: SharedMeal) => string;
  readonly mealServings: (meal: SharedMeal) => string;
}

export interface SharedMeal extends Pick<PlannedMeal, "day" | "cooked" | "eaten" | "leftoverOf"> {
  /** Of its recipe. */
  readonly title: string;
}

export interface SharedRecipe {
  readonly recipe: Recipe;
  readonly vocabulary: Pick<Vocabulary, "byId">;
  /** As data, so that the page is one file; null for none. */
  readonly picture: string | null;
  readonly creditUrl: string | null;
}

/** A recipe as a page of its own: no scripts, nothing loaded, and the recipe as JSON-LD for recipe apps. */
export function recipePage(
  { recipe, vocabulary, picture, creditUrl }: SharedRecipe,
  words: PageWords,
): string {
  const { extras } = recipe;
  const total = timeText(recipe.prepMinutes + recipe.cookMinutes + recipe.restMinutes);
  const facts = [words.servings(recipe.servings), extras?.yieldText, total, extras?.author].filter(Boolean);
  const lines = recipe.ingredients.map((item, place) => {
    const heading = beginsGroup(recipe.ingredients, place)
      ? `</ul><h3>${escaped(item.group ?? "")}</h3><ul>`
      : "";
    return `${heading}<li>${escaped(ingredientText(item, vocabulary))}</li>`;
  });
  const steps = recipe.steps.map((step, place) => {
    const group = extras?.stepGroups.find(({ from }) => from === place);
    return `${group ? `</ol><h3>${escaped(group.title)}</h3><ol start="${place + 1}">` : ""}<li>${escaped(step)}</li>`;
  });
  const data = JSON.stringify({ "@context": "https://schema.org", ...toJsonLd(recipe, vocabulary, picture) });
  return page(
    recipe.title,
    [
      recipe.summary ? `<p class="soft">${escaped(recipe.summary)}</p>` : "",
      `<p class="soft">${facts.map((fact) => escaped(String(fact))).join(" · ")}</p>`,
      picture
        ? `<figure><img src="${picture}" alt="${escaped(recipe.title)}">${credit(creditUrl, words.pictureFrom)}</figure>`
        : "",
      `<h2>${escaped(words.ingredients)}</h2><ul>${lines.join("")}</ul>`,
      `<h2>${escaped(words.method)}</h2><ol>${steps.join("")}</ol>`,
      recipe.sourceUrl ? `<p class="soft">${escaped(words.source)} ${link(recipe.sourceUrl)}</p>` : "",
      `<p class="soft">${escaped(words.madeWith)}</p>`,
      // a "<" in a text must not end the block
      `<script type="application/ld+json">${data.replace(/</g, "\\u003c")}</script>`,
    ].join("\n"),
  ).replace(/<(ul|ol)(?: start="\d+")?><\/\1>/g, "");
}

export interface SharedListPage {
  readonly title: string;
  readonly groups: readonly { readonly title: string; readonly items: readonly string[] }[];
  readonly sharedOn: Date;
}

/** A list as it stood when it was shared; its boxes can be ticked, and forget it when the page is closed. */
export function listPage({ title, groups, sharedOn }: SharedListPage, words: PageWords): string {
  const parts = groups.map(
    (group) =>
      `${group.title ? `<h2>${escaped(group.title)}</h2>` : ""}<ul class="ticks">${group.items
        .map((item) => `<li><label><input type="checkbox"> ${escaped(item)}</label></li>`)
        .join("")}</ul>`,
  );
  return page(
    title,
    `<p class="soft">${escaped(words.sharedOn(sharedOn))}</p>${parts.join("\n")}<p class="soft">${escaped(words.madeWith)}</p>`,
  );
}

export interface SharedWeekPage {
  /** YYYY-MM-DD, in their order. */
  readonly days: readonly string[];
  readonly meals: readonly SharedMeal[];
  readonly asOf: Date;
}

/** A week: what is cooked on each day, for how many, and what is left over. A day without a meal says so. */
export function weekPage({ days, meals, asOf }: SharedWeekPage, words: PageWords): string {
  const parts = days.map((day) => {
    const items = meals
      .filter((meal) => meal.day === day)
      .map(
        (meal) =>
          `<li>${escaped(words.mealTitle(meal))} <span class="soft">${escaped(words.mealServings(meal))}</span></li>`,
      );
    return `<h2>${escaped(words.day(day))}</h2>${
      items.length > 0 ? `<ul>${items.join("")}</ul>` : `<p class="soft">${escaped(words.nothingPlanned)}</p>`
    }`;
  });
  return page(
    words.week(days[0] ?? "", days.at(-1) ?? ""),
    `<p class="soft">${escaped(words.sharedOn(asOf))}</p>${parts.join("\n")}<p class="soft">${escaped(words.madeWith)}</p>`,
  );
}

/** A page with one sentence, for a link that opens nothing. */
export function sentencePage(title: string, sentence: string): string {
  return page(title, `<p>${escaped(sentence)}</p>`);
}

const STYLE = `:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d231f;--soft:#5a635c;--line:#e4e1d8}
@media(prefers-color-scheme:dark){:root{--paper:#121513;--ink:#eceFea;--soft:#a5aea7;--line:#2a302c}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:42rem;margin:0 auto;padding:24px 16px 48px;overflow-wrap:break-word}
h1{font-size:28px;line-height:1.2;margin:0 0 8px}h2{font-size:20px;margin:28px 0 8px}h3{font-size:16px;margin:16px 0 4px}
.soft{color:var(--soft);font-size:14px}a{color:inherit}figure{margin:16px 0}img{max-width:100%;max-height:420px;border-radius:10px}
li{margin:6px 0}ul.ticks{list-style:none;padding:0}ul.ticks li{border-bottom:1px solid var(--line);margin:0}
ul.ticks label{display:flex;gap:12px;align-items:center;min-height:44px}input{width:20px;height:20px}@media print{body{background:#fff;color:#000}}`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function credit(url: string | null, words: string): string {
  return url === null ? "" : `<figcaption class="soft">${escaped(words)} ${link(url)}</figcaption>`;
}

function link(url: string): string {
  return /^https?:\/\//i.test(url)
    ? `<a href="${escaped(url)}" rel="noreferrer nofollow">${escaped(url)}</a>`
    : escaped(url);
}

const SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}
