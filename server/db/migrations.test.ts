import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectPath } from "@/server/storage/project-root";

/** Those before were made while Forage ran as one process. */
const FIRST = "0029";
/** What a version that still runs may stumble over. */
const CONTRACTS: readonly (readonly [string, RegExp])[] = [
  ["removes a table or view", /\bDROP\s+(TABLE|VIEW|TYPE|SCHEMA)\b/i],
  ["removes a column", /\bDROP\s+COLUMN\b/i],
  ["renames", /\bRENAME\b/i],
  ["changes a column's type", /\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b/i],
  ["forbids nulls that were allowed", /\bSET\s+NOT\s+NULL\b/i],
  ["removes a default", /\bDROP\s+DEFAULT\b/i],
  ["adds a column that must be given", /\bADD\s+COLUMN\b(?![^;]*\bDEFAULT\b)[^;]*\bNOT\s+NULL\b/i],
];

/** What of a migration the version before cannot live with; a line that says `-- contract:` and the version answers for its statement. */
function contractsIn(sql: string): readonly string[] {
  const made = new Set(
    [...sql.matchAll(/CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?/gi)].map(([, name]) => name),
  );
  return sql.split(/;|--> statement-breakpoint/).flatMap((statement) => {
    if (/--\s*contract:\s*\S/.test(statement)) return [];
    const words = statement.replace(/--[^\n]*/g, "");
    const table = /ALTER\s+TABLE\s+(?:ONLY\s+)?"?(\w+)"?/i.exec(words)?.[1];
    // nobody knows a table yet that this very migration makes
    if (table && made.has(table)) return [];
    const found = CONTRACTS.filter(([, pattern]) => pattern.test(words)).map(([what]) => what);
    const unique = /CREATE\s+UNIQUE\s+INDEX[\s\S]*?\bON\s+"?(\w+)"?/i.exec(words)?.[1];
    const constraint = /ADD\s+CONSTRAINT/i.test(words) && !/NOT\s+VALID/i.test(words) && table !== undefined;
    return [
      ...found,
      ...(unique && !made.has(unique) ? ["forbids rows that were allowed (unique)"] : []),
      ...(constraint ? ["forbids rows that were allowed (constraint)"] : []),
    ].map((what) => `${what}: ${words.trim().slice(0, 120)}`);
  });
}

const folder = projectPath("server", "db", "migrations");
const migrations = readdirSync(folder).filter((file) => file.endsWith(".sql") && file >= FIRST);

describe("a migration lets the version before go on", () => {
  it.each(migrations)("%s", (file) => {
    expect(contractsIn(readFileSync(join(folder, file), "utf8"))).toEqual([]);
  });

  it.each([
    ['ALTER TABLE "photos" DROP COLUMN "name";', 1],
    ['ALTER TABLE "photos" RENAME COLUMN "name" TO "title";', 1],
    ['ALTER TABLE "photos" ADD COLUMN "size" integer NOT NULL;', 1],
    ['ALTER TABLE "photos" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;', 0],
    ['ALTER TABLE "photos" ADD COLUMN "size" integer;', 0],
    ['ALTER TABLE "photos" ALTER COLUMN "size" SET NOT NULL;', 1],
    ['CREATE UNIQUE INDEX "one" ON "photos" ("name");', 1],
    [
      'CREATE TABLE "shelves" ("id" text);--> statement-breakpoint\nCREATE UNIQUE INDEX "one" ON "shelves" ("id");',
      0,
    ],
    ['ALTER TABLE "photos" ADD CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "b"("id");', 1],
    ['-- contract: 0.2 no longer reads it\nDROP TABLE "old";', 0],
    ['-- removes nothing\nDROP TABLE "old";', 1],
  ])("%s has %i of what it may not", (sql, count) => {
    expect(contractsIn(sql)).toHaveLength(count);
  });
});
