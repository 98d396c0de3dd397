import { isAbsolute, join } from "node:path";
import { projectRoot } from "./project-root";

/** Where everything a person makes is kept: `FORAGE_DATA_DIR`, or `.forage` in the project. Always absolute. */
export function dataFolder(): string {
  const chosen = process.env.FORAGE_DATA_DIR || ".forage";
  return isAbsolute(chosen) ? chosen : join(projectRoot(), chosen);
}
