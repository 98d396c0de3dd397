import { isAbsolute, join } from "node:path";
import { projectPath } from "./project-root";

/** Where everything a person makes is kept: `FORAGE_DATA_DIR`, or `.forage` in the project. Always absolute. */
export function dataFolder(): string {
  const chosen = process.env.FORAGE_DATA_DIR || ".forage";
  return isAbsolute(chosen) ? chosen : projectPath(chosen);
}

/** A path in the folder of the data; `projectPath` says why the bundler does not look. */
export function dataPath(...parts: readonly string[]): string {
  return join(/*turbopackIgnore: true*/ dataFolder(), ...parts);
}
