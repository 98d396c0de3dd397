import { readFile, statfs } from "node:fs/promises";
import { z } from "zod";
import type { InstallationStatus } from "@/lib/contracts/admin";
import { connection } from "@/server/db/transaction";
import { championManifest } from "@/server/models/service";
import { limitsOf } from "@/server/quotas/quota-settings";
import { dataFolder } from "@/server/storage/data-folder";
import { projectPath } from "@/server/storage/project-root";
import { lookAtHealth, PATIENCE_MS } from "./health";
import { inTime, LATE } from "./in-time";
import * as repository from "./repository";

const MOST_TEAMS = 200;

async function version(): Promise<string> {
  const parsed: unknown = JSON.parse(await readFile(projectPath("package.json"), "utf8"));
  return z.object({ version: z.string() }).parse(parsed).version;
}

/** How the installation is: what each team takes, what waits, which model is in use. */
export async function installationStatus(): Promise<InstallationStatus> {
  const queries = connection();
  // the page is where an admin sees that files are gone or that a disk hangs
  const known = async <T>(name: string, ask: () => Promise<T>): Promise<T | null> => {
    const answer = await inTime(`status ${name}`, ask, PATIENCE_MS).catch(() => LATE);
    return answer === LATE ? null : (answer as T);
  };
  const [disk, model, health] = await Promise.all([
    known("disk", () => statfs(dataFolder())),
    known("model", championManifest),
    lookAtHealth(),
  ]);
  return {
    version: await version(),
    modelId: model?.id ?? null,
    people: await repository.countPeople(queries),
    teams: (await repository.readTeamUse(queries, MOST_TEAMS)).map(({ isPersonal, ...team }) => ({
      ...team,
      limitBytes: limitsOf(isPersonal).bytes,
    })),
    health,
    freeBytes: disk ? disk.bavail * disk.bsize : null,
    databaseBytes: await repository.readDatabaseSize(queries),
    jobs: [...(await repository.readJobCounts(queries))],
  };
}
