/** An element of a page, as far as reading texts and attributes goes. Names are in lower case. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (HtmlElement | string)[];
}

interface OpenElement extends HtmlElement {
  readonly children: (HtmlElement | string)[];
}

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** What stands in them is text up to their end tag. */
const RAW = new Set(["script", "style", "textarea", "title", "noembed", "iframe"]);
const BLOCK = new Set(
  "address article aside blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p section table td th tr ul".split(
    " ",
  ),
);
/** An element whose end tag may be left out, by what ends it and what keeps it from being looked for. */
const ENDED_BY: Readonly<
  Record<string, { readonly by: ReadonlySet<string>; readonly within: ReadonlySet<string> }>
> = {
  li: { by: new Set(["li"]), within: new Set(["ul", "ol"]) },
  dt: { by: new Set(["dt", "dd"]), within: new Set(["dl"]) },
  dd: { by: new Set(["dt", "dd"]), within: new Set(["dl"]) },
  tr: { by: new Set(["tr"]), within: new Set(["table"]) },
  td: { by: new Set(["td", "th", "tr"]), within: new Set(["table"]) },
  th: { by: new Set(["td", "th", "tr"]), within: new Set(["table"]) },
  p: { by: new Set([...BLOCK].filter((tag) => tag !== "br")), within: new Set(["button", "td", "th"]) },
};
const MAX_DEPTH = 400;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const TAG =
  /<(?:!--[\s\S]*?(?:-->|$)|!?\[CDATA\[|[!?][^>]*>|(\/?)([a-z][a-z0-9:-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>)/gi;

/** Reads a page, or a piece of one, as forgivingly as reading recipes needs. Never throws. Entities stay as they are. */
export function parseHtml(text: string): HtmlElement {
  const root: OpenElement = { tag: "", attributes: new Map(), children: [] };
  const open: OpenElement[] = [root];
  const top = () => open[open.length - 1]!;
  const say = (part: string) => {
    if (part !== "") top().children.push(part);
  };
  let at = 0;
  TAG.lastIndex = 0;
  for (let match = TAG.exec(text); match; match = TAG.exec(text)) {
    say(text.slice(at, match.index));
    at = TAG.lastIndex;
    const [, slash, name, rest = ""] = match;
    if (name === undefined) continue;
    const tag = name.toLowerCase();
    if (slash) {
      closeElement(open, tag);
      continue;
    }
    endImplied(open, tag);
    const element: OpenElement = { tag, attributes: readAttributes(rest), children: [] };
    top().children.push(element);
    if (VOID.has(tag) || rest.endsWith("/")) continue;
    if (RAW.has(tag)) {
      const end = new RegExp(`</${tag}\\b[^>]*>`, "gi");
      end.lastIndex = at;
      const found = end.exec(text);
      element.children.push(text.slice(at, found?.index ?? text.length));
      at = found ? end.lastIndex : text.length;
      TAG.lastIndex = at;
    } else if (open.length < MAX_DEPTH) open.push(element);
  }
  say(text.slice(at));
  return root;
}

function closeElement(open: OpenElement[], tag: string): void {
  let place = open.length - 1;
  while (place > 0 && open[place]!.tag !== tag) place--;
  if (place > 0) open.length = place;
}

function endImplied(open: OpenElement[], tag: string): void {
  for (let place = open.length - 1; place > 0; place--) {
    const element = open[place]!;
    const rule = ENDED_BY[element.tag];
    if (rule?.by.has(tag)) {
      open.length = place;
      return;
    }
    // a list inside a list item does not end it
    if (Object.values(ENDED_BY).some(({ within }) => within.has(element.tag)) || BLOCK.has(element.tag))
      return;
  }
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare ?? "");
  }
  return attributes;
}

/** What a reader would read, one line a block; scripts and styles are not read. */
export function textOf(element: HtmlElement): string {
  if (element.tag === "script" || element.tag === "style") return "";
  const inner = element.children
    .map((child) => (typeof child === "string" ? child.replace(/\s+/g, " ") : textOf(child)))
    .join("");
  return BLOCK.has(element.tag) ? `\n${inner}\n` : inner;
}

/** Every element below, in the order of the page. */
export function* elementsOf(element: HtmlElement): Generator<HtmlElement> {
  for (const child of element.children) {
    if (typeof child === "string") continue;
    yield child;
    yield* elementsOf(child);
  }
}
