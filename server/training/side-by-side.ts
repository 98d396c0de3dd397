import os from "node:os";
import type { TrainingRequest } from "@/lib/contracts/training";
import { environmentValue } from "@/server/environment/environment-value";

/** What a training on the processor needs: its threads and a process that loads photos, and room in memory. */
const LOADERS = 1;
const TRAINING_BYTES = 2.5e9;

export interface Machine {
  /** Threads that each training is given. */
  readonly threads: number;
  readonly cores: number;
  readonly memoryBytes: number;
  /** What somebody has set, for any device. */
  readonly asked?: number | undefined;
}

/** This one. */
export function thisMachine(): Machine {
  const asked = Number(environmentValue("FORAGE_TRAINING_PARALLEL") ?? 0);
  return {
    threads: Number(environmentValue("FORAGE_TRAINING_THREADS") ?? 1),
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    asked: asked > 0 ? asked : undefined,
  };
}

/** How many trainings the machine has room for at the same time, 1 or more. A GPU has room for one: nobody knows how much memory a second would take. */
export function roomFor(device: string, { threads, cores, memoryBytes, asked }: Machine): number {
  if (asked) return asked;
  if (device !== "cpu") return 1;
  return Math.max(
    1,
    Math.min(Math.floor(cores / (threads + LOADERS)), Math.floor(memoryBytes / TRAINING_BYTES)),
  );
}

/**
 * How many of a run's configs, or of its sweep's trials, are trained at the same time. Where there is room for more than
 * one, one place is left for another run. On a GPU a sweep has as many as it asks for, unless a number is set.
 */
export function sideBySide(request: TrainingRequest, machine: Machine): number {
  const room = roomFor(request.device, machine);
  const own = Math.max(1, room - 1);
  const { sweep } = request;
  if (!sweep) return Math.min(own, request.configs.length);
  const isOpen = request.device !== "cpu" && machine.asked === undefined;
  const most = isOpen ? Math.max(own, sweep.parallel ?? 1) : own;
  return Math.min(most, sweep.parallel ?? most, sweep.budget.runs ?? most);
}
