import type { z } from "zod";
import type { askOpinionsInputSchema, OpinionRule, TeamPhoto } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { isSeveral } from "../people/people";
import { readTeamPhotos, readWaitingOf } from "../people/repository";
import { readRule, removeRequests, writeRequests, writeRule } from "./repository";
import { isByRule } from "./wanted";

const SHOWN = 500;

export function opinionRule({ teamId }: Who): Promise<OpinionRule> {
  return readRule(connection(), teamId);
}

/** From now on: photos that are decided stay so. */
export async function setOpinionRule({ teamId }: Who, rule: OpinionRule): Promise<void> {
  await transaction(async (queries) => {
    await writeRule(queries, teamId, rule);
    const facts = { setting: "second opinions", share: rule.share, classes: rule.classIds.join(" ") };
    await recordIn(queries, { action: "setting/changed", facts, teamId });
  });
}

/** Asks for a second opinion on waiting photos of the team, or no longer. @returns how many it was about */
export function askOpinions(
  who: Who,
  { photoIds, isAsked }: z.output<typeof askOpinionsInputSchema>,
): Promise<{ photos: number }> {
  return transaction(async (queries) => {
    const waiting = [...(await readWaitingOf(queries, who.teamId, photoIds))];
    if (waiting.length > 0)
      await (isAsked ? writeRequests(queries, who.userId, waiting) : removeRequests(queries, waiting));
    return { photos: waiting.length };
  });
}

/** The team's waiting photos: whose they are, and how many opinions are wanted and in. */
export async function teamPhotos(who: Who): Promise<readonly TeamPhoto[]> {
  const [rows, rule, several] = await Promise.all([
    readTeamPhotos(connection(), who, SHOWN),
    readRule(connection(), who.teamId),
    isSeveral(connection(), who),
  ]);
  return rows.map(({ isAsked, classIds, opinions, ...row }) => {
    const isWanted = several && (isAsked || (opinions ?? 0) > 0 || isByRule(rule, row.photoId, classIds));
    return { ...row, opinions: isWanted ? opinions : null };
  });
}
