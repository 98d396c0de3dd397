import type { z } from "zod";

/** What this browser remembers between visits; null-safe where storage is blocked. */
export interface Memory {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

const PREFIX = "forage.";

/** localStorage, or nothing at all on the server and where the browser blocks it. */
export function browserMemory(): Memory {
  return {
    read(key) {
      try {
        return globalThis.localStorage?.getItem(PREFIX + key) ?? null;
      } catch {
        return null; // blocked storage: every visit is a first one
      }
    },
    write(key, value) {
      try {
        globalThis.localStorage?.setItem(PREFIX + key, value);
      } catch {
        // blocked or full: the choice holds for this visit
      }
    },
  };
}

/** @returns the remembered value, or `fallback` where there is none or it is of an older kind */
export function readRemembered<T>(memory: Memory, key: string, schema: z.ZodType<T>, fallback: T): T {
  const text = memory.read(key);
  if (text === null) return fallback;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return fallback;
  }
}
