import { randomBytes } from "node:crypto";
import type { InstallationStatus } from "@/lib/contracts/admin";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { connection } from "@/server/db/transaction";
import { toAppError } from "@/server/errors/expected-error";
import { hasWorker } from "@/server/jobs/station";
import { championManifest } from "@/server/models/service";
import { takeRoom } from "@/server/storage/quota";
import { getFileStore } from "@/server/storage/service";
import * as repository from "./repository";

type Part = InstallationStatus["health"][number];

/** @param ask rejects, or says what is wrong */
async function look(part: Part["part"], ask: () => Promise<string | null>): Promise<Part> {
  try {
    return { part, wrong: await ask() };
  } catch (error) {
    return { part, wrong: sentenceOf(toAppError(error)) };
  }
}

/** Each part that has to work, asked now. */
export function lookAtHealth(): Promise<Part[]> {
  return Promise.all([
    look("database", async () => {
      await repository.readDatabaseSize(connection());
      return null;
    }),
    look("disk", async () => {
      await takeRoom("photos", 0);
      return null;
    }),
    look("worker", async () => ((await hasWorker(connection())) ? null : "worker")),
    look("storage", async () => {
      // a file that nobody has: the store has to answer
      await (await getFileStore()).has(randomBytes(32).toString("hex"));
      return null;
    }),
    look("model", async () => {
      await championManifest();
      return null;
    }),
  ]);
}
