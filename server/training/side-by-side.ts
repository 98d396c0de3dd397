import type { TrainingRequest } from "@/lib/contracts/training";

/** What a training on the processor needs: its threads and a process that loads photos, and room in memory. */
const LOADERS = 1;
const TRAINING_BYTES = 2.5e9;

export interface Machine {
  /** Threads that each training is given. */
  readonly threads: number;
  readonly cores: number;
  readonly memoryBytes: number;
}

/** How many trainings the machine has room for at the same time, 1 or more. A GPU has room for one: nobody knows how much memory a second would take. */
export function roomFor(device: string, { threads, cores, memoryBytes }: Machine): number {
  if (device !== "cpu") return 1;
  return Math.max(
    1,
    Math.min(Math.floor(cores / (threads + LOADERS)), Math.floor(memoryBytes / TRAINING_BYTES)),
  );
}

/** How many of a run's configs, or of its sweep's trials, are trained at the same time. On a GPU a sweep has as many as it asks for. */
export function sideBySide(request: TrainingRequest, machine: Machine): number {
  const room = roomFor(request.device, machine);
  const { sweep } = request;
  if (!sweep) return Math.min(room, request.configs.length);
  const most = request.device === "cpu" ? room : Math.max(room, sweep.parallel ?? 1);
  return Math.min(most, sweep.parallel ?? most, sweep.budget.runs ?? most);
}
