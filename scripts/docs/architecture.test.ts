import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

it("docs/ARCHITECTURE.md has a row for each room of the server, and for no other", () => {
  const text = readFileSync(join(root, "docs", "ARCHITECTURE.md"), "utf8");
  const rows = [...text.matchAll(/^\| `server\/([\w-]+)` \|/gm)].map(([, name]) => name);
  const rooms = readdirSync(join(root, "server"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(rows.toSorted()).toEqual(rooms.map(({ name }) => name).sort());
});
