/** Values that an admin set on the page, by the name of their environment variable. On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageSetOnPage?: ReadonlyMap<string, string> };

/** Where a setting's value comes from. */
export type ValueSource = "environment" | "page" | "default";

/** Replaces what this process knows of the values set on the page. */
export function knowPageValues(values: ReadonlyMap<string, string>): void {
  holder.forageSetOnPage = new Map(values);
}

/** A setting as it is in force: the environment wins over the page. An empty variable counts as none. */
export function environmentValue(name: string): string | undefined {
  return process.env[name] || holder.forageSetOnPage?.get(name) || undefined;
}

export function sourceOf(name: string): ValueSource {
  if (process.env[name]) return "environment";
  return holder.forageSetOnPage?.has(name) ? "page" : "default";
}
