import { checkTitle } from "@/lib/core/datasets/checks/run-checks";

interface Messages {
  (key: never): string;
  has(key: never): boolean;
}

/** What a kind of finding is called: in the page's words, or in those of a check that a team added. */
export function findingTitle(t: Messages, key: string, code: string): string {
  return t.has(key as never) ? t(key as never) : checkTitle(code);
}
