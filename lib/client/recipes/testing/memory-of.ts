import type { Memory } from "@/lib/client/browser/remembered";

/** A browser's memory for tests. */
export function memoryOf(
  values: Record<string, string> = {},
): Memory & { readonly values: Record<string, string> } {
  return {
    values,
    read: (key) => values[key] ?? null,
    write: (key, value) => {
      values[key] = value;
    },
  };
}
