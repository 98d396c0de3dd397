import { AppError } from "@/lib/core/errors";
import { actingNow } from "@/server/db/own-team";
import { connection, type Queries, type Transaction } from "@/server/db/transaction";
import { limitsOf, type QuotaSetting, settingsOf, type TeamLimits } from "./quota-settings";
import { countJobs, lockQuota, readUse, type TeamUse } from "./repository";

const GIGABYTE = 2 ** 30;
/** How long what was measured of a team is good enough to say that it is far from its limit. */
const MEASURED_FOR_MS = 60_000;
/** What saves that run at the same time may add meanwhile: within this of the limit, each is counted for itself. */
const NEAR = { bytes: 2 * GIGABYTE, photos: 1_000 } as const;

export interface Room {
  readonly bytes: number;
  readonly photos: number;
}

function full(setting: QuotaSetting, what: keyof TeamLimits, limit: number): AppError {
  const shown = what === "bytes" ? `${limit / GIGABYTE} GB of photos` : `${limit} ${what}`;
  return new AppError("team/quota", { facts: { limit: shown, setting } });
}

/** @throws AppError team/quota */
function check(use: TeamUse, wanted: Room): void {
  const limits = limitsOf(use.isPersonal);
  const settings = settingsOf(use.isPersonal);
  for (const what of ["bytes", "photos"] as const)
    if (use[what] + wanted[what] > limits[what]) throw full(settings[what], what, limits[what]);
}

const measured = new Map<string, { readonly atMs: number; readonly use: TeamUse }>();

async function isFar(queries: Queries, teamId: string): Promise<boolean> {
  let known = measured.get(teamId);
  if (!known || performance.now() - known.atMs > MEASURED_FOR_MS) {
    known = { atMs: performance.now(), use: await readUse(queries, teamId) };
    measured.set(teamId, known);
  }
  const limits = limitsOf(known.use.isPersonal);
  return (["bytes", "photos"] as const).every((what) => {
    const margin = Math.max(NEAR[what], limits[what] / 10);
    return known.use[what] + margin < limits[what];
  });
}

/**
 * Takes room for a photo, as part of the transaction that writes it: near the limit one save counts after the other.
 * @throws AppError team/quota
 */
export async function takeTeamRoom(queries: Transaction, teamId: string, wanted: Room): Promise<void> {
  if (await isFar(queries, teamId)) return;
  await lockQuota(queries, teamId, "room");
  check(await readUse(queries, teamId), wanted);
}

/** Says before something large is sent whether there is room for it. @throws AppError team/quota */
export async function askTeamRoom(teamId: string, bytes: number): Promise<void> {
  check(await readUse(connection(), teamId), { bytes, photos: bytes > 0 ? 1 : 0 });
}

/** Work that a person starts; what a save starts by itself is not counted. */
const COUNTED = new Set([
  "import-scan",
  "import",
  "export",
  "takeout",
  "dataset-version",
  "data-errors",
  "evidently-report",
  "alibi-report",
  "training-figures",
  "train",
  "gate",
  "upload-model",
  "recipe-import",
]);

/** Makes sure that a team has not too much at work, as part of the transaction that adds a job. @throws AppError team/quota */
export async function takeJobPlace(queries: Transaction, teamId: string, kind: string): Promise<void> {
  // the command line and other jobs may
  if (!actingNow()?.user?.id || !COUNTED.has(kind)) return;
  await lockQuota(queries, teamId, "jobs");
  const { isPersonal } = await readUse(queries, teamId);
  const { jobs } = limitsOf(isPersonal);
  if ((await countJobs(queries, teamId)) >= jobs) throw full(settingsOf(isPersonal).jobs, "jobs", jobs);
}

/** What a team has, and what it may have. */
export async function teamUsage(teamId: string) {
  const { isPersonal, bytes, photos } = await readUse(connection(), teamId);
  return {
    used: { bytes, photos, jobs: await countJobs(connection(), teamId) },
    limits: limitsOf(isPersonal),
  };
}

/** Forgets what was measured: for tests. */
export function measureTeamsAnew(): void {
  measured.clear();
}
