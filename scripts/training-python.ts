import { existsSync } from "node:fs";
import { join } from "node:path";

/** The Python of the training environment, or undefined where `npm run training:setup` was not run. */
export function trainingPython(root: string): string | undefined {
  return ["bin/python", "Scripts/python.exe"]
    .map((path) => join(root, "training", ".venv", path))
    .find((path) => existsSync(path));
}
