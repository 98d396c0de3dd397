import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { NO_TRACKER, type TrainingEnvironment, trainingEnvironmentSchema } from "@/lib/contracts/training";
import { AppError } from "@/lib/core/errors";
import { projectPath } from "@/server/storage/project-root";

const run = promisify(execFile);
const KEPT_MS = 60_000;

/** What Python looks for modules in: the package `forage_training`. */
export function pythonPath(): { readonly PYTHONPATH: string } {
  return { PYTHONPATH: projectPath("training", "src") };
}

/** Not by `path.join`: the bundler would follow what it can guess of the path, and an environment links out of here. */
const pythonIn = (folder: string) => [projectPath("training"), folder, "bin", "python"].join(path.sep);

/** The training environment's Python, `FORAGE_TRAINING_PYTHON` first; undefined where it is not installed. */
export function findPython(): string | undefined {
  return [process.env.FORAGE_TRAINING_PYTHON, pythonIn(".venv")].find((file) => file && existsSync(file));
}

/**
 * The Python for a run: a tracker may have an environment of its own beside the trainer's.
 * @throws AppError training/no-environment
 */
export function requirePython(tracker: string = NO_TRACKER): string {
  const python = findPython();
  if (!python) throw new AppError("training/no-environment");
  const own = pythonIn(`.venv-${tracker}`);
  return tracker !== NO_TRACKER && existsSync(own) ? own : python;
}

const probedSchema = z.object({
  devices: trainingEnvironmentSchema.shape.devices,
  trackers: z.array(trainingEnvironmentSchema.shape.trackers.element.extend({ isInstalled: z.boolean() })),
  trainers: trainingEnvironmentSchema.shape.trainers,
});

let kept:
  | { readonly python: string; readonly at: number; readonly answer: Promise<TrainingEnvironment> }
  | undefined;

async function probe(python: string): Promise<TrainingEnvironment> {
  const { stdout } = await run(python, ["-m", "forage_training.flow.probe"], {
    timeout: 120_000,
    env: { ...process.env, ...pythonPath(), YOLO_OFFLINE: "1" },
  });
  const { devices, trackers, trainers } = probedSchema.parse(JSON.parse(stdout));
  const usable = trackers
    .filter(({ name, isInstalled }) => isInstalled || existsSync(pythonIn(`.venv-${name}`)))
    .map(({ name, title }) => ({ name, title }));
  return { python: path.basename(python), devices, trackers: usable, trainers };
}

/** What training can run on here. Asked of Python at most once a minute: it takes seconds to start. */
export async function trainingEnvironment(): Promise<TrainingEnvironment> {
  const python = findPython();
  if (!python) return { python: null, devices: [], trackers: [], trainers: [] };
  const now = performance.now();
  if (!kept || kept.python !== python || now - kept.at > KEPT_MS) {
    const answer = probe(python);
    kept = { python, at: now, answer };
    answer.catch(() => {
      kept = undefined;
    });
  }
  return kept.answer;
}
