import { type HtmlElement, textOf } from "../html";
import { plainText } from "../plain-text";

export function hasClass(element: HtmlElement, name: string): boolean {
  return (element.attributes.get("class") ?? "").split(/\s+/).includes(name);
}

/** Texts of the elements of a class. */
export function textsOf(elements: readonly HtmlElement[], className: string): string[] {
  return elements
    .filter((element) => hasClass(element, className))
    .flatMap((element) => plainText(textOf(element)) ?? []);
}

/** The lines of a block, one for each paragraph or line break. */
export function linesOf(element: HtmlElement | undefined): string[] {
  if (!element) return [];
  return textOf(element)
    .split("\n")
    .flatMap((line) => plainText(line) ?? []);
}
