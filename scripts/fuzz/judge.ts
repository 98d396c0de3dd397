import { homedir, tmpdir } from "node:os";
import { projectRoot } from "@/server/storage/project-root";
import type { TextPool } from "./schema-value";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Failures with their own code: no address to reach, too slow an address, no disk, no model, no environment. */
const EXPECTED_5XX = new Set([502, 503, 504, 507]);

/** What is wrong with an answer; undefined for a good one. @param folders of the server that must stay secret */
export function judge(
  { status, body }: Answer,
  folders: readonly string[],
): { kind: string; detail: string } | undefined {
  const start = body.slice(0, 300);
  if (status >= 500 && !EXPECTED_5XX.has(status)) return { kind: String(status), detail: start };
  const shown = folders.find((folder) => folder.length > 4 && body.includes(folder));
  if (shown) return { kind: "path shown", detail: `${shown} in ${start}` };
  const isJson = body.startsWith("{") || body.startsWith("[");
  // a refusal of the API says why
  if (status >= 400 && status !== 404 && isJson && !/"message":"[^"]{10,}/.test(body))
    return { kind: "no sentence", detail: `${status} ${start}` };
  return undefined;
}

/** Folders of this computer that no answer may hold. */
export function serverFolders(dataFolder: string | undefined): readonly string[] {
  return [projectRoot(), `${tmpdir()}/forage`, `${homedir()}/`, ...(dataFolder ? [dataFolder] : [])];
}

const TEXTS =
  /"(\w+)":"([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|[a-z0-9-]{2,60}\/[0-9]{1,4}|[a-z0-9]+(?:-[a-z0-9]+)*)"/g;
/** Texts kept of each key. */
const MAX_TEXTS = 60;

/** Ids and names that an answer gives out, for later requests. */
export function gather(body: string, pool: TextPool): void {
  for (const [, key = "", text = ""] of body.slice(0, 20_000).matchAll(TEXTS)) {
    const texts = pool.get(key) ?? new Set();
    if (texts.size < MAX_TEXTS) pool.set(key, texts.add(text));
  }
}
