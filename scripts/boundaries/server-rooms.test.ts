import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "@/server/storage/project-root";
import { roomOf } from "./room-circles";

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
}

/** The server's own code: tests and their helpers are left out. */
function serverFiles(): readonly SourceFile[] {
  const root = projectRoot();
  return readdirSync(join(root, "server"), { recursive: true, encoding: "utf8" })
    .map((name) => `server/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => {
      const room = roomOf(path);
      return room ? [{ path, room, text: readFileSync(join(root, path), "utf8") }] : [];
    });
}

const files = serverFiles();

/** Files that export a name they import: the name should be imported from where it is defined. */
function handsOn({ text }: SourceFile): boolean {
  return /^export\s+(?:type\s+)?(?:\*|\{)/m.test(text);
}

it.each([
  'export { one } from "./one";',
  'export type { One } from "./one";',
  'export * from "./one";',
  'import { one } from "./one";\nexport { one };',
  'export {\n  one,\n} from "./one";',
])("sees that a file hands a name on: %j", (text) => {
  expect(handsOn({ path: "server/a/b.ts", room: "server/a", text })).toBe(true);
});

it("has no file that hands on the names of another", () => {
  expect(files.filter(handsOn).map(({ path }) => path)).toEqual([]);
});

it("has one service.ts a room at most, and functions in it", () => {
  const services = files.filter(({ path }) => path.endsWith("/service.ts"));
  const nested = services.filter(({ path, room }) => path !== `${room}/service.ts`);
  expect(nested.map(({ path }) => path)).toEqual([]);
  const hollow = services.filter(({ text }) => !/^export (?:async )?function\b/m.test(text));
  expect(hollow.map(({ path }) => path)).toEqual([]);
});

/** Where a table's rows are written: by Drizzle's functions, or in SQL. */
const WRITES = /\.(?:insert|update|delete)\(\s*(\w+)\s*\)/g;
const SQL_WRITES =
  /\b(?:insert into|update|delete from)\s+(?:\$\{)?(\w+)\}?\s+(?:set\b|where\b|\(|values\b|select\b)/gi;

function tableNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { path, text } of files) {
    if (!path.startsWith("server/db/schema/")) continue;
    for (const [, variable = "", name = ""] of text.matchAll(/export const (\w+) = pgTable\(\s*"(\w+)"/g)) {
      names.set(variable, name).set(name, name);
    }
  }
  return names;
}

/** Rooms that write whoever's table it is: the database's own seed and migrations, and what removes a person from all. */
const WRITE_ANY = new Set(["server/db", "server/leaving"]);

it("writes each table in one room", () => {
  const names = tableNames();
  expect(names.size).toBeGreaterThan(20);
  const rooms = new Map<string, Set<string>>();
  for (const { room, path, text } of files) {
    if (path.startsWith("server/db/schema/") || WRITE_ANY.has(room)) continue;
    for (const [, written = ""] of [...text.matchAll(WRITES), ...text.matchAll(SQL_WRITES)]) {
      const table = names.get(written);
      if (table) rooms.set(table, (rooms.get(table) ?? new Set()).add(room));
    }
  }
  const shared = [...rooms].filter(([, writers]) => writers.size > 1);
  expect(Object.fromEntries(shared.map(([table, writers]) => [table, [...writers].toSorted()]))).toEqual({});
});
