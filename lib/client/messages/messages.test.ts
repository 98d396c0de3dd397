import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "@/lib/core/errors";
import messages from "./en.json";

function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    texts(inner, path ? `${path}.${key}` : key),
  );
}

describe("the message catalogue", () => {
  it.each(ERROR_CODES)("has a sentence for %s that ends as one", (code) => {
    expect((messages.errors as Record<string, string>)[code]).toMatch(/[.!]$/);
  });

  it("holds no text that ICU cannot read", () => {
    const t = createTranslator({
      locale: "en",
      messages,
      onError: (error) => {
        throw error;
      },
    });
    for (const [path, text] of texts(messages, "")) {
      const names = [...text.matchAll(/\{(\w+)/g)].map(([, name]) => [name, 1]);
      expect(() => t(path as never, Object.fromEntries(names) as never), path).not.toThrow();
    }
  });

  it("has no empty text", () => {
    expect(texts(messages, "").filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});
