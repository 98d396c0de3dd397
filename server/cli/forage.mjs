#!/usr/bin/env node
// Runs the command line from its sources: no build, from any folder.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isLong, runWithWordsApart, wordsFromParent } from "./long-command.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
process.env.FORAGE_ROOT ??= root;
const words = wordsFromParent() ?? process.argv.slice(2);
if (isLong()) {
  process.exitCode = await runWithWordsApart(fileURLToPath(import.meta.url), words);
} else {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: path.join(root, "tsconfig.json") });
  const { main } = await import("./main.ts");
  process.exitCode = await main(words);
}
