import { readdir } from "node:fs/promises";
import path from "node:path";
import type { TrainingEvent } from "@/lib/contracts/training";
import { parseEvent } from "./run-folder";
import { type FileTail, followFile } from "./tail-file";

/** The supervisor's file, and the folder in which each task of the flow has one of its own. */
const SUPERVISOR = "events.jsonl";
const TASKS = "events";

/** The events of a run as they are written, by all its writers together. */
export interface EventTail {
  /** New events, in the order of their times. */
  read(): Promise<readonly TrainingEvent[]>;
}

/** Follows the files of all writers of a run; a writer that begins later is found. */
export function followEvents(runFolder: string): EventTail {
  const tails = new Map<string, FileTail>();
  return {
    async read() {
      const tasks = await readdir(path.join(runFolder, TASKS)).catch(() => []);
      const files = tasks.filter((name) => name.endsWith(".jsonl")).map((name) => path.join(TASKS, name));
      const found: TrainingEvent[] = [];
      for (const file of [SUPERVISOR, ...files.sort()]) {
        const tail = tails.get(file) ?? followFile(path.join(runFolder, file));
        tails.set(file, tail);
        found.push(...(await tail.read()).flatMap((line) => parseEvent(line) ?? []));
      }
      return inOrder(found);
    },
  };
}

/** By their times; those of one moment stay as they are. */
export function inOrder(events: readonly TrainingEvent[]): readonly TrainingEvent[] {
  return events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
