import { existsSync } from "node:fs";
import { join } from "node:path";

/** The Python of the training environment, or undefined where `npm run training:setup` was not run. */
export const trainingPython = (root: string) => pythonIn(root, ".venv");

/** The Python without PyTorch, which `.ci/run` makes; undefined where it was not made. */
export const lightPython = (root: string) => pythonIn(root, ".venv-light");

function pythonIn(root: string, environment: string): string | undefined {
  return ["bin/python", "Scripts/python.exe"]
    .map((path) => join(root, "training", environment, path))
    .find((path) => existsSync(path));
}
