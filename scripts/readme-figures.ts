/**
 * `npm run readme:figures`: writes the champion model's figures between the markers in README.md, from its
 * manifest. `--check` only says whether they are up to date (exit 1 when not).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { championManifest } from "@/server/models/service";
import { modelFigures, replaceFigures } from "./readme/model-figures";

const readme = join(dirname(fileURLToPath(import.meta.url)), "..", "README.md");

const before = readFileSync(readme, "utf8");
const after = replaceFigures(before, modelFigures(await championManifest()));
if (process.argv.includes("--check")) {
  if (before !== after)
    console.log("README.md does not show the champion's figures; run npm run readme:figures.");
  process.exitCode = before === after ? 0 : 1;
} else {
  writeFileSync(readme, after);
}
