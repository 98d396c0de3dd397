import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function isProjectRoot(folder: string): boolean {
  const manifest = join(folder, "package.json");
  return existsSync(manifest) && /"name":\s*"forage"/.test(readFileSync(manifest, "utf8"));
}

let found: string | undefined;

/**
 * Folder of the project, wherever the command was typed and whether or not a bundler moved this module: files that
 * are read by path (workers, models, migrations) are found from here. `FORAGE_ROOT` wins when set.
 * @throws RangeError when no parent folder is the project
 */
export function projectRoot(): string {
  if (process.env.FORAGE_ROOT) return process.env.FORAGE_ROOT;
  if (found) return found;
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (isProjectRoot(folder)) {
        found = folder;
        return folder;
      }
      if (folder === dirname(folder)) break;
    }
  }
  throw new RangeError("the folder of the project was not found; set FORAGE_ROOT");
}

/**
 * A path in the project's folder. The bundler is told not to look: it cannot know the folder, and would take every file
 * of the project whose path fits into the build.
 */
export function projectPath(...parts: readonly string[]): string {
  return join(/*turbopackIgnore: true*/ projectRoot(), ...parts);
}
