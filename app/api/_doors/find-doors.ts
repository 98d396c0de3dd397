import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const NOT_READ = /(^|\/)(node_modules|testing|fixtures)(\/|$)|\.test\.tsx?$/;

/** Names of the folder's files, with `/`, sorted. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && !NOT_READ.test(file))
    .toSorted();
}

/** The address that Next gives a file below `app`: without the file and groups in brackets. */
function addressOf(file: string): string {
  const parts = file.split("/").slice(0, -1);
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
}

/** Methods that a route's source exports, however it does. */
export function exportedMethods(source: string): readonly string[] {
  const words = new Set<string>();
  for (const [, name = ""] of source.matchAll(/export\s+(?:async\s+)?(?:function|const|let|var)\s+(\w+)/g))
    words.add(name);
  for (const [, list = ""] of source.matchAll(/export\s*\{([^}]*)\}/g))
    for (const one of list.split(","))
      words.add(
        one
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? "",
      );
  for (const [, list = ""] of source.matchAll(/export\s+const\s*\{([^}]*)\}/g))
    for (const one of list.split(","))
      words.add(
        one
          .trim()
          .split(/\s*:\s*/)
          .at(-1) ?? "",
      );
  if (/export\s*\*/.test(source)) words.add("*");
  return [...METHODS, "*"].filter((method) => words.has(method));
}

/** A page, layout or other file of Next that takes data from the server by itself. */
const isPage = (file: string) =>
  /(^|\/)(page|layout|template|default|not-found|error|loading)\.tsx?$/.test(file);
const readsServer = (source: string) => /from\s+"(@\/server\/|(\.\.\/)+server\/)(?!api\/guard")/.test(source);
/** In the first lines of a file or of a function. */
const isAction = (source: string) => /^\s*["']use server["'];?\s*$/m.test(source);

/**
 * Every way into the server that Next opens by itself: methods of routes, pages that read data, server actions.
 * @param root of the project
 * @returns names such as `GET /api/v1/health`, `page /recipes/[slug]`, `action app/x.ts`
 */
export function findFileDoors(root: string): readonly string[] {
  const doors: string[] = [];
  for (const folder of ["app", "components", "lib", "server"]) {
    for (const file of filesIn(path.join(root, folder))) {
      const source = readFileSync(path.join(root, folder, file), "utf8");
      if (isAction(source)) doors.push(`action ${folder}/${file}`);
      if (folder !== "app") continue;
      if (/(^|\/)route\.(ts|tsx|js|mjs)$/.test(file))
        for (const method of exportedMethods(source)) doors.push(`${method} ${addressOf(file)}`);
      if (isPage(file) && readsServer(source)) doors.push(`page ${addressOf(file)}`);
    }
  }
  return doors;
}

interface RouterLike {
  readonly _def: { readonly procedures: unknown };
}
export interface ProcedureDefinition {
  readonly type: "query" | "mutation" | "subscription";
  readonly meta?: { readonly permission?: string; readonly limit?: string };
}

/** Every procedure by its door's name, such as `query library.list`. */
export function findProcedures(router: RouterLike): ReadonlyMap<string, ProcedureDefinition> {
  // tRPC keeps them flat, by "feature.procedure", whatever the types say
  const flat = router._def.procedures as Record<string, { readonly _def: ProcedureDefinition }>;
  return new Map(Object.entries(flat).map(([name, { _def }]) => [`${_def.type} ${name}`, _def]));
}
