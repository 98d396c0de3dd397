import type { Leaving } from "@/lib/contracts/leaving";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, type Queries, transaction } from "@/server/db/transaction";
import { deletePhotoIn } from "@/server/library/delete-photo";
import { removeFiguresIn } from "@/server/monitoring/recording/recording";
import { letFilesGoIn, removeLeftFiles } from "@/server/photos/service";
import { dataPath } from "@/server/storage/data-folder";
import { measureAnew } from "@/server/storage/quota";
import { namesIn, removeShared } from "@/server/storage/shared-files";
import * as repository from "./repository";
import { deleteTeamRows, handRowsTo, readForeignKeys } from "./rows/repository";

interface Teams {
  readonly going: readonly { readonly id: string; readonly name: string }[];
  readonly staying: readonly { readonly name: string }[];
  readonly blocked: readonly { readonly name: string }[];
}

/** Their own team and those where nobody else is go with the person. */
async function teamsOf(queries: Queries, userId: string): Promise<Teams> {
  const all = await repository.readTeams(queries, userId);
  const isGoing = ({ id, others }: { id: string; others: number }) => id === userId || others === 0;
  const rest = all.filter((team) => !isGoing(team));
  return {
    going: all.filter(isGoing),
    staying: rest.filter(({ otherAdmins }) => otherAdmins > 0),
    blocked: rest.filter(({ otherAdmins }) => otherAdmins === 0),
  };
}

async function isLastAdmin(queries: Queries, userId: string): Promise<boolean> {
  const person = await repository.readPerson(queries, userId);
  const others = await repository.countOthers(queries, userId);
  return Boolean(person?.isAdmin) && others.people > 0 && others.admins === 0;
}

/** What goes with an account, and what has to be done first. */
export async function lookAtLeaving(userId: string): Promise<Leaving> {
  const queries = connection();
  const person = await repository.readPerson(queries, userId);
  const { going, staying, blocked } = await teamsOf(queries, userId);
  const names = (teams: readonly { readonly name: string }[]) => teams.map(({ name }) => name);
  return {
    email: person?.email ?? null,
    ...(await repository.countAll(queries, [...going.map(({ id }) => id)], userId)),
    leaves: names(staying),
    goesToo: names(going.filter(({ id }) => id !== userId)),
    handOverFirst: names(blocked),
    isLastAdmin: await isLastAdmin(queries, userId),
  };
}

/** Folders of the data folder in which jobs keep files, by names that begin with the job's id or one of its parameters. */
const JOB_FOLDERS = ["exports", "imports", "uploads", "recipe-imports", "training", "gate"] as const;

type JobNames = readonly string[];

function namesOf(jobs: readonly { readonly id: string; readonly params: unknown }[]): JobNames {
  return jobs.flatMap(({ id, params }) => [
    id,
    ...Object.values(typeof params === "object" && params !== null ? params : {}).filter(
      (value): value is string => typeof value === "string" && /^[0-9a-f-]{32,64}$/.test(value),
    ),
  ]);
}

async function removeJobFiles(names: JobNames): Promise<void> {
  for (const folder of JOB_FOLDERS) {
    const entries = await namesIn(dataPath(folder));
    for (const entry of entries.filter((one) => names.some((name) => one.startsWith(name)))) {
      await removeShared(dataPath(folder, entry));
    }
  }
}

/**
 * Deletes an account with everything in it, in one transaction, and its files after it; a file that cannot go now is
 * written down and goes with the sweep. What they did in teams that stay is a former member's from then on.
 * @throws AppError account/other-email, account/hand-over-first, account/last-admin
 */
export async function deleteAccount(userId: string, email: string): Promise<void> {
  const { teamIds, jobNames } = await transaction(async (queries) => {
    await repository.lockMemberships(queries);
    const person = await repository.readPerson(queries, userId);
    if (!person?.email || person.email !== email.trim().toLowerCase()) {
      throw new AppError("account/other-email");
    }
    const { going, blocked } = await teamsOf(queries, userId);
    if (blocked[0]) throw new AppError("account/hand-over-first", { facts: { team: blocked[0].name } });
    if (await isLastAdmin(queries, userId)) throw new AppError("account/last-admin");
    const keys = await readForeignKeys(queries);
    const jobs: JobNames[] = [];
    for (const { id } of going) {
      jobs.push(namesOf(await repository.readJobs(queries, id)));
      for (const photoId of await repository.readPhotoIds(queries, id))
        await deletePhotoIn(queries, id, photoId);
      await letFilesGoIn(queries, await repository.readPictureFiles(queries, id));
      await deleteTeamRows(queries, keys, id);
    }
    // before their rows go: days that other people share are added up again without them
    await removeFiguresIn(queries, userId);
    await handRowsTo(queries, keys, { from: userId, to: await repository.keepFormerMember(queries) });
    await recordIn(queries, {
      action: "account/deleted",
      facts: { teams: going.length },
      user: { id: userId, name: "" },
      teamId: null,
    });
    await repository.removePerson(queries, userId, person.email);
    await repository.keepLocalPerson(queries);
    return { teamIds: going.map(({ id }) => id), jobNames: jobs.flat() };
  });
  await repository.removeTallies(connection(), teamIds);
  await removeLeftFiles();
  await removeJobFiles(jobNames);
  measureAnew();
}
