import { Parser } from "htmlparser2";

/** An element of a page, as far as reading texts and attributes goes. Names are in lower case. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (HtmlElement | string)[];
}

interface OpenElement extends HtmlElement {
  readonly children: (HtmlElement | string)[];
}

const BLOCK = new Set(
  "address article aside blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p section table tr ul".split(
    " ",
  ),
);
/** What lies deeper is read as if it lay here. */
const MAX_DEPTH = 400;
/** A page with this many open elements is read up to there. The parser looks through the open ones at each end tag. */
const MAX_OPEN = 600;
const PIECE = 16_384;

/** Reads a page, or a piece of one, as a browser would. Never throws; takes time in proportion to its length. Entities stay as they are. */
export function parseHtml(text: string): HtmlElement {
  const root: OpenElement = { tag: "", attributes: new Map(), children: [] };
  const open: OpenElement[] = [root];
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        const element: OpenElement = { tag, attributes: new Map(Object.entries(attributes)), children: [] };
        open[open.length - 1]!.children.push(element);
        depth++;
        if (open.length <= MAX_DEPTH && open.length === depth) open.push(element);
      },
      ontext(part) {
        open[open.length - 1]!.children.push(part);
      },
      onclosetag() {
        if (open.length === depth + 1) open.pop();
        depth--;
      },
    },
    { decodeEntities: false, recognizeSelfClosing: true },
  );
  for (let at = 0; at < text.length && depth <= MAX_OPEN; at += PIECE)
    parser.write(text.slice(at, at + PIECE));
  parser.end();
  return root;
}

/** What a reader would read, one line a block; scripts and styles are not read. */
export function textOf(element: HtmlElement): string {
  const parts: string[] = [];
  const visit = ({ tag, children }: HtmlElement) => {
    if (tag === "script" || tag === "style") return;
    const isBlock = BLOCK.has(tag);
    if (isBlock) parts.push("\n");
    if (tag === "td" || tag === "th") parts.push(" ");
    for (const child of children)
      if (typeof child === "string") parts.push(child.replace(/\s+/g, " "));
      else visit(child);
    if (isBlock) parts.push("\n");
  };
  visit(element);
  return parts.join("");
}

/** Every element below, in the order of the page. */
export function elementsOf(element: HtmlElement): HtmlElement[] {
  const found: HtmlElement[] = [];
  const visit = ({ children }: HtmlElement) => {
    for (const child of children) {
      if (typeof child === "string") continue;
      found.push(child);
      visit(child);
    }
  };
  visit(element);
  return found;
}

export function childElements(element: HtmlElement): HtmlElement[] {
  return element.children.filter((child): child is HtmlElement => typeof child !== "string");
}
