import type { PageData, Part } from "./page-data";

/*
 * The markup that real recipe sites put around a recipe. Each function writes a whole page: menu, advertisement, comments and
 * other recipes stand around it as they do there.
 */

const minutes = (value: number) =>
  value >= 60 ? `PT${Math.floor(value / 60)}H${value % 60 === 0 ? "" : `${value % 60}M`}` : `PT${value}M`;
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const allLines = (page: PageData) => page.ingredients.flatMap((part) => part.items.map((line) => line.text));
const allSteps = (page: PageData) => page.steps.flatMap((part) => part.items);
const SITE = "https://site.example";

function times(page: PageData): Record<string, string> {
  return {
    ...(page.prep === null ? {} : { prepTime: minutes(page.prep) }),
    ...(page.cook === null ? {} : { cookTime: minutes(page.cook) }),
    ...(page.total === null ? {} : { totalTime: minutes(page.total) }),
  };
}

/** The recipe as plain JSON-LD. */
function recipe(page: PageData): Record<string, unknown> {
  return {
    "@context": "https://schema.org",
    "@type": "Recipe",
    name: page.title,
    image: page.picture,
    recipeYield: page.yieldText,
    ...times(page),
    recipeIngredient: allLines(page),
    recipeInstructions: allSteps(page).map((text) => ({ "@type": "HowToStep", text })),
    author: { "@type": "Person", name: "Kim Koster" },
    aggregateRating: { "@type": "AggregateRating", ratingValue: "4.6", ratingCount: "37" },
    keywords: "easy, family",
  };
}

const script = (json: unknown, text = JSON.stringify(json, null, 1)) =>
  `<script type="application/ld+json">${text}</script>`;

interface Around {
  readonly head?: string;
  readonly body?: string;
  readonly language?: string;
}

function wrap(page: PageData, { head = "", body = "", language = page.language }: Around): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escaped(page.title)} | Site</title>
<link rel="canonical" href="${SITE}/${page.name}">
${head}
</head>
<body class="single">
<header class="site"><a class="logo" href="/">Site</a><nav><ul><li><a href="/a">A</a></li><li><a href="/b">B</a></li></ul></nav></header>
<main>
${body === "" ? `<h1>${escaped(page.title)}</h1><p>…</p>` : body}
</main>
<aside><p>Ad</p><ul><li><a href="/1">1</a></li></ul></aside>
<section id="comments"><h3>12</h3><article><p>★★★★★</p></article></section>
<footer><p>© Site</p></footer>
</body>
</html>`;
}

const inHead = (page: PageData, json: unknown, more = "") => wrap(page, { head: `${script(json)}${more}` });

const list = (tag: string, items: readonly string[], attributes = "") =>
  `<${tag}>${items.map((item) => `<li${attributes}>${escaped(item)}</li>`).join("")}</${tag}>`;

/** Labels beside times and yield, as pages in the language write them. */
const LABELS: Readonly<
  Record<string, readonly [ingredients: string, method: string, prep: string, cook: string, total: string]>
> = {
  en: ["Ingredients", "Method", "Prep", "Cook", "Total"],
  de: ["Zutaten", "Zubereitung", "Vorbereitungszeit", "Kochzeit", "Gesamtzeit"],
  fr: ["Ingrédients", "Préparation", "Préparation", "Cuisson", "Temps total"],
  es: ["Ingredientes", "Elaboración", "Preparación", "Cocción", "Tiempo total"],
  it: ["Ingredienti", "Procedimento", "Preparazione", "Cottura", "Tempo totale"],
  nl: ["Ingrediënten", "Bereiding", "Voorbereiding", "Kooktijd", "Totale tijd"],
  pt: ["Ingredientes", "Modo de preparo", "Preparação", "Cozedura", "Tempo total"],
  sv: ["Ingredienser", "Gör så här", "Förberedelse", "Tillagning", "Totalt"],
  pl: ["Składniki", "Sposób przygotowania", "Czas przygotowania", "Czas gotowania", "Czas całkowity"],
};
const words = (value: number) => (value >= 60 && value % 60 === 0 ? `${value / 60} h` : `${value} min`);
function labelled(page: PageData): [string, number][] {
  const [, , prep, cook, total] = LABELS[page.language]!;
  return [
    [prep, page.prep],
    [cook, page.cook],
    [total, page.total],
  ].filter((entry): entry is [string, number] => entry[1] !== null);
}

function microdataBody(page: PageData, parts: boolean): string {
  const line = (text: string) => {
    const found = parts ? /^(\S+(?: (?:g|ml|EL|kg))?) (.+)$/.exec(text) : null;
    return found
      ? `<li itemprop="recipeIngredient"><span class="amount">${escaped(found[1]!)}</span> <span class="name">${escaped(found[2]!)}</span></li>`
      : `<li itemprop="recipeIngredient">${escaped(text)}</li>`;
  };
  const time = (name: string, value: number | null) =>
    value === null ? "" : `<time itemprop="${name}" datetime="${minutes(value)}">${words(value)}</time> `;
  return `<article itemscope itemtype="http://schema.org/Recipe">
<h1 itemprop="name">${escaped(page.title)}</h1>
<p>by <span itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Kim Koster</span></span></p>
<img itemprop="image" src="${page.picture}" alt="" width="800">
<p>${time("prepTime", page.prep)}${time("cookTime", page.cook)}${time("totalTime", page.total)}<span itemprop="recipeYield">${escaped(page.yieldText)}</span></p>
<ul class="ingredients">${allLines(page).map(line).join("\n")}</ul>
<div itemprop="recipeInstructions">${list("ol", allSteps(page))}</div>
</article>`;
}

function rdfaBody(page: PageData, prefix: string): string {
  const meta = Object.entries(times(page))
    .map(([name, value]) => `<meta property="${prefix}${name}" content="${value}">`)
    .join("");
  return `<div ${prefix === "" ? 'vocab="https://schema.org/"' : 'prefix="schema: http://schema.org/"'} typeof="${prefix}Recipe">
<h1 property="${prefix}name">${escaped(page.title)}</h1>
<img property="${prefix}image" src="${page.picture}" alt="">${meta}
<p property="${prefix}recipeYield">${escaped(page.yieldText)}</p>
<ul>${allLines(page)
    .map((text) => `<li property="${prefix}recipeIngredient">${escaped(text)}</li>`)
    .join("")}</ul>
<div property="${prefix}recipeInstructions">${allSteps(page)
    .map((text) => `<p>${escaped(text)}</p>`)
    .join("")}</div></div>`;
}

function unmarkedBody(page: PageData, inner: string): string {
  const facts = labelled(page)
    .map(([label, value]) => `<span>${label}: ${words(value)}</span>`)
    .join(" | ");
  return `<h1>${escaped(page.title)}</h1><p>…</p><p>${facts}</p>${inner}`;
}

const partsOf = <T>(
  parts: readonly Part<T>[],
  heading: (text: string) => string,
  body: (items: readonly T[]) => string,
) => parts.map((part) => (part.heading === null ? "" : heading(part.heading)) + body(part.items)).join("");

/** What each shape looks like, by its name. */
export const SHELLS: Readonly<Record<string, (page: PageData) => string>> = {
  plain: (page) => inHead(page, recipe(page)),
  graph: (page) =>
    inHead(page, {
      "@context": "https://schema.org",
      "@graph": [
        { "@type": "WebSite", "@id": `${SITE}/#website`, name: "Site" },
        {
          "@type": "ImageObject",
          "@id": `${SITE}/${page.name}#primaryimage`,
          url: page.picture,
          width: 1200,
        },
        {
          "@type": "WebPage",
          "@id": `${SITE}/${page.name}`,
          primaryImageOfPage: { "@id": `${SITE}/${page.name}#primaryimage` },
        },
        { "@type": "Person", "@id": `${SITE}/#kim`, name: "Kim Koster" },
        {
          ...recipe(page),
          "@context": undefined,
          author: { "@id": `${SITE}/#kim` },
          image: { "@id": `${SITE}/${page.name}#primaryimage` },
          mainEntityOfPage: { "@id": `${SITE}/${page.name}` },
        },
      ],
    }),
  wprm: (page) =>
    inHead(page, {
      ...recipe(page),
      image: [
        page.picture,
        page.picture.replace(/(\.\w+)$/, "-500x500$1"),
        page.picture.replace(/(\.\w+)$/, "-480x270$1"),
      ],
      recipeYield: [String(Number.parseInt(page.yieldText, 10)), page.yieldText],
      recipeInstructions: allSteps(page).map((text, place) => ({
        "@type": "HowToStep",
        text,
        name: text,
        url: `${SITE}/${page.name}#step-${place}`,
      })),
    }),
  sections: (page) =>
    inHead(page, {
      ...recipe(page),
      image: { "@type": "ImageObject", url: page.picture },
      recipeIngredient: page.ingredients.map((part) =>
        part.heading === null
          ? part.items.map((line) => line.text)
          : { "@type": "ItemList", name: part.heading, itemListElement: part.items.map((line) => line.text) },
      ),
      recipeInstructions: page.steps.map((part) => ({
        "@type": "HowToSection",
        name: part.heading,
        itemListElement: part.items.map((text) => ({ "@type": "HowToStep", text })),
      })),
    }),
  "nested-steps": (page) =>
    inHead(page, {
      ...recipe(page),
      recipeInstructions: [
        {
          "@type": "HowToSection",
          itemListElement: allSteps(page).map((text) => ({
            "@type": "HowToStep",
            itemListElement: [{ "@type": "HowToDirection", text }],
          })),
        },
      ],
    }),
  "at-value": (page) =>
    inHead(page, {
      ...recipe(page),
      name: { "@value": page.title, "@language": page.language },
      recipeYield: { "@value": page.yieldText },
      image: [{ "@type": "ImageObject", contentUrl: { "@value": page.picture } }],
      recipeIngredient: allLines(page).map((text) => ({ "@value": text })),
      inLanguage: page.language,
    }),
  "at-list": (page) =>
    inHead(page, {
      ...recipe(page),
      recipeIngredient: { "@list": allLines(page) },
      recipeInstructions: { "@list": allSteps(page) },
    }),
  "item-list": (page) =>
    inHead(page, {
      ...recipe(page),
      recipeInstructions: {
        "@type": "ItemList",
        itemListElement: allSteps(page).map((text, place) => ({
          "@type": "ListItem",
          position: place + 1,
          item: { "@type": "HowToStep", text },
        })),
      },
    }),
  "string-method": (page) => inHead(page, { ...recipe(page), recipeInstructions: allSteps(page).join(" ") }),
  entities: (page) =>
    wrap(page, { head: script(null, JSON.stringify(recipe(page)).replaceAll('"', "&quot;")) }),
  "broken-json": (page) =>
    wrap(page, {
      head: script(
        null,
        JSON.stringify(recipe(page), null, 1)
          .replace(/\n\}$/, ",\n}")
          .replace('"Kim Koster"', '"Kim\nKoster"'),
      ),
    }),
  "two-scripts": (page) =>
    wrap(page, {
      head: `${script({ "@context": "https://schema.org", "@type": "BreadcrumbList", itemListElement: [] })}${script([recipe(page)])}`,
    }),
  prefixed: (page) =>
    inHead(
      page,
      Object.fromEntries(
        Object.entries(recipe(page)).map(([key, value]) => [
          key.startsWith("@") ? key : `schema:${key}`,
          value,
        ]),
      ),
    ),
  related: (page) =>
    inHead(page, [
      {
        "@context": "https://schema.org",
        "@type": "ItemList",
        itemListElement: [
          { "@type": "ListItem", item: { ...recipe(page), name: "Other", url: `${SITE}/other` } },
        ],
      },
      { ...recipe(page), name: "Another one", url: `${SITE}/another` },
      {
        ...recipe(page),
        url: `${SITE}/${page.name}`,
        image: [
          { "@type": "ImageObject", url: page.picture.replace("-large", "-small"), width: 300 },
          { "@type": "ImageObject", url: page.picture, width: 1600 },
        ],
      },
    ]),
  "no-picture": (page) =>
    wrap(page, {
      head: `<meta property="og:image" content="${page.picture}">${script({ ...recipe(page), image: undefined })}`,
    }),
  "no-method": (page) =>
    wrap(page, {
      head: script({ ...recipe(page), recipeInstructions: undefined }),
      body: `<h1>${escaped(page.title)}</h1><h2>${LABELS[page.language]![0]}</h2>${list("ul", allLines(page))}<h2>${LABELS[page.language]![1]}</h2>${list("ol", allSteps(page))}<h2>Tags</h2><p>…</p>`,
    }),
  "main-entity": (page) =>
    inHead(page, {
      "@context": "https://schema.org",
      "@type": "WebPage",
      mainEntity: recipe(page),
      relatedLink: `${SITE}/x`,
    }),
  microdata: (page) => wrap(page, { body: microdataBody(page, false) }),
  "microdata-parts": (page) => wrap(page, { body: microdataBody(page, true), language: "en" }),
  rdfa: (page) => wrap(page, { body: rdfaBody(page, "") }),
  "rdfa-prefixed": (page) => wrap(page, { body: rdfaBody(page, "schema:") }),
  hrecipe: (page) =>
    wrap(page, {
      body: `<article class="h-recipe"><h1 class="p-name">${escaped(page.title)}</h1><img class="u-photo" src="${page.picture}" alt=""><p class="p-yield">${escaped(page.yieldText)}</p>${page.total === null ? "" : `<time class="dt-duration" datetime="${minutes(page.total)}">${words(page.total)}</time>`}${list("ul", allLines(page), ' class="p-ingredient"')}<div class="e-instructions">${list("ol", allSteps(page))}</div></article>`,
    }),
  "hrecipe-v1": (page) =>
    wrap(page, {
      body: `<div class="hrecipe"><h1 class="fn">${escaped(page.title)}</h1><img class="photo" src="${page.picture}" alt=""><span class="yield">${escaped(page.yieldText)}</span>${page.prep === null ? "" : `<span class="preptime">${words(page.prep)}<span class="value-title" title="${minutes(page.prep)}"></span></span>`}${page.cook === null ? "" : `<span class="cooktime">${words(page.cook)}<span class="value-title" title="${minutes(page.cook)}"></span></span>`}${list("ul", allLines(page), ' class="ingredient"')}<div class="instructions">${allSteps(
        page,
      )
        .map((text) => `<p>${escaped(text)}</p>`)
        .join("")}</div></div>`,
    }),
  "h-card": (page) =>
    wrap(page, {
      body: `<article class="h-recipe"><h1 class="p-name">${escaped(page.title)}</h1><p class="p-author h-card"><a class="u-url p-name" href="/kim">Kim Koster</a></p><a class="u-photo" href="${page.picture}">Photo</a><data class="p-yield" value="${escaped(page.yieldText)}">${escaped(page.yieldText)}</data>${page.total === null ? "" : `<time class="dt-duration" datetime="${minutes(page.total)}">${words(page.total)}</time>`}${list("ul", allLines(page), ' class="p-ingredient"')}<ol class="e-instructions">${allSteps(
        page,
      )
        .map((text) => `<li>${escaped(text)}</li>`)
        .join("")}</ol></article>`,
    }),
  unmarked: (page) => {
    const [ingredients, method] = LABELS[page.language]!;
    return wrap(page, {
      head: `<meta property="og:image" content="${page.picture}">`,
      body: unmarkedBody(
        page,
        `<h2>${ingredients} (${escaped(page.yieldText)})</h2>${partsOf(
          page.ingredients,
          (text) => `<h3>${escaped(text)}</h3>`,
          (items) =>
            list(
              "ul",
              items.map((line) => line.text),
            ),
        )}<h2>${method}</h2>${partsOf(
          page.steps,
          (text) => `<h3>${escaped(text)}</h3>`,
          (items) => list("ol", items),
        )}<h2>Facebook</h2><p>…</p>`,
      ),
    });
  },
  "text-lines": (page) => {
    const [ingredients, method] = LABELS[page.language]!;
    return wrap(page, {
      head: `<meta property="og:image" content="${page.picture}">`,
      body: unmarkedBody(
        page,
        `<p>${escaped(page.yieldText)}</p><p><strong>${ingredients}:</strong></p><p>${allLines(page).map(escaped).join("<br>\n")}</p><p><strong>${method}:</strong></p>${allSteps(
          page,
        )
          .map((text) => `<p>${escaped(text)}</p>`)
          .join("")}`,
      ),
    });
  },
  table: (page) => {
    const [ingredients, method] = LABELS[page.language]!;
    const rows = allLines(page).map((line) => {
      const at = line.indexOf(" ");
      return `<tr><td>${escaped(line.slice(0, at))}</td><td>${escaped(line.slice(at + 1))}</td></tr>`;
    });
    const [first, ...rest] = labelled(page);
    return wrap(page, {
      body: `<h1>${escaped(page.title)}</h1><img src="${page.picture}" width="900" alt=""><dl><dt>${first?.[0]}</dt><dd>${words(first?.[1] ?? 0)}</dd>${rest
        .map(([label, value]) => `<dt>${label}</dt><dd>${words(value)}</dd>`)
        .join(
          "",
        )}</dl><h3>${ingredients} – ${escaped(page.yieldText)}</h3><table>${rows.join("")}</table><h3>${method}</h3>${list("ol", allSteps(page))}<h3>${page.language === "pl" ? "Uwagi" : "Notes"}</h3><p>…</p>`,
    });
  },
};
