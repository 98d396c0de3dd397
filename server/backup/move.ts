import { AppError } from "@/lib/core/errors";
import { countOthers, inOneTransaction, letGo } from "@/server/db/whole-database";
import { dataFolder } from "@/server/storage/data-folder";
import { checkFiles } from "@/server/sweep/service";
import type { BackupIndex } from "./backup-format";
import { verifyBackup } from "./read-backup";
import { restoreBackup } from "./restore-backup";
import { writeBackup } from "./write-backup";

/** Where an installation lies. What else is set goes with it unchanged. */
const PLACE = /^(DATABASE_URL|FORAGE_DATA_DIR|FORAGE_S3_\w+|AWS_\w+)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Says where the other place is: what the file names, and nothing of this one.
 * @throws AppError request/invalid when it names the place that this one is
 */
function goTo(place: Environment): void {
  const before = placeNow();
  for (const name of Object.keys(process.env)) if (PLACE.test(name)) delete process.env[name];
  for (const [name, value] of Object.entries(place)) if (PLACE.test(name) && value) process.env[name] = value;
  if (placeNow() === before)
    throw new AppError("request/invalid", {
      facts: { field: "the settings name the place where Forage is now" },
    });
}

/** A database of its own lies in the data folder. */
const placeNow = () =>
  JSON.stringify([
    process.env.DATABASE_URL || dataFolder(),
    process.env.FORAGE_S3_BUCKET
      ? [process.env.FORAGE_S3_BUCKET, process.env.FORAGE_S3_ENDPOINT]
      : dataFolder(),
  ]);

export interface MoveOptions {
  /** Settings of the other place; what does not name a place is passed over. */
  readonly to: Environment;
  /** Where the backup that is brought over is written, and stays. */
  readonly archive: string;
  readonly signal: AbortSignal;
  /** Runs something with the database of the place that is set then. */
  readonly withDatabase: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Brings the whole installation to another place and checks every file there. Here nothing is changed. Forage must run in neither: what is
 * saved here meanwhile would be left behind.
 * @throws AppError backup/in-use, backup/not-empty, storage/missing when a file that a row names is not whole here or there
 */
export async function moveInstallation({
  to,
  archive,
  signal,
  withDatabase,
}: MoveOptions): Promise<BackupIndex> {
  const written = await withDatabase(async () => {
    await letGo();
    await inOneTransaction("read a snapshot", async (client) => {
      if ((await countOthers(client)) > 0) throw new AppError("backup/in-use");
    });
    return writeBackup({ target: archive, signal });
  });
  await verifyBackup(archive, signal);
  // a move that leaves a file behind is none: the person decides about it first
  if (written.missing.length > 0)
    throw new AppError("storage/missing", {
      facts: { file: written.missing[0] ?? "", count: written.missing.length },
    });
  await letGo();
  goTo(to);
  return withDatabase(async () => {
    const index = await restoreBackup({ file: archive, replace: false, signal });
    const { damaged, missing } = await checkFiles(signal);
    const [bad] = [...damaged, ...missing];
    if (bad) throw new AppError("storage/damaged", { facts: { file: bad } });
    return index;
  });
}
