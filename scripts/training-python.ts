import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The Python of the training environment, or undefined where `npm run training:setup` was not run. */
export const trainingPython = (root: string) => pythonIn(root, ".venv");

/** The Python without PyTorch, which `.ci/run` makes; undefined where it was not made whole from the lock of today. */
export function lightPython(root: string): string | undefined {
  const training = join(root, "training");
  const made = join(training, ".venv-light", "light.lock");
  const isWhole = existsSync(made) && readFileSync(made).equals(readFileSync(join(training, "light.lock")));
  return isWhole ? pythonIn(root, ".venv-light") : undefined;
}

function pythonIn(root: string, environment: string): string | undefined {
  return ["bin/python", "Scripts/python.exe"]
    .map((path) => join(root, "training", environment, path))
    .find((path) => existsSync(path));
}
