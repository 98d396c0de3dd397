import { randomBytes } from "node:crypto";
import type { InstallationStatus } from "@/lib/contracts/admin";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { connection } from "@/server/db/transaction";
import { toAppError } from "@/server/errors/expected-error";
import { hasWorker } from "@/server/jobs/station";
import { championManifest } from "@/server/models/service";
import { takeRoom } from "@/server/storage/quota";
import { getFileStore } from "@/server/storage/service";
import { inTime, LATE } from "./in-time";
import * as repository from "./repository";

type Part = InstallationStatus["health"][number];

/** A part that takes longer says nothing that helps whoever waits for the page. */
export const PATIENCE_MS = 5_000;

/** @param ask rejects, or says what is wrong */
async function look(
  part: Part["part"],
  ask: () => Promise<string | null>,
  patienceMs: number,
): Promise<Part> {
  try {
    const wrong = await inTime(`health ${part}`, ask, patienceMs);
    return { part, wrong: wrong === LATE ? "late" : wrong };
  } catch (error) {
    return { part, wrong: sentenceOf(toAppError(error)) };
  }
}

const ASK: Readonly<Record<Part["part"], () => Promise<string | null>>> = {
  database: async () => {
    await repository.readDatabaseSize(connection());
    return null;
  },
  disk: async () => {
    await takeRoom("photos", 0);
    return null;
  },
  worker: async () => ((await hasWorker(connection())) ? null : "worker"),
  storage: async () => {
    // a file that nobody has: the store has to answer
    await (await getFileStore()).has(randomBytes(32).toString("hex"));
    return null;
  },
  model: async () => {
    await championManifest();
    return null;
  },
};

/** Each part that has to work, asked now; one that does not answer holds up none of the others. */
export function lookAtHealth(patienceMs = PATIENCE_MS): Promise<Part[]> {
  const parts = Object.entries(ASK) as [Part["part"], () => Promise<string | null>][];
  return Promise.all(parts.map(([part, ask]) => look(part, ask, patienceMs)));
}
