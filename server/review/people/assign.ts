import type { AssignInput } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { transaction } from "@/server/db/transaction";
import { peopleOf } from "./people";
import { readWaitingOf, removeAssignments, writeAssignments } from "./repository";

/**
 * Gives waiting photos to people of the team, evenly and in their order; to nobody takes them back. A photo that no longer
 * waits is passed over.
 * @returns how many photos it was about
 * @throws AppError request/invalid when somebody is not in the team or may not review
 */
export function assign(who: Who, { photoIds, userIds }: AssignInput): Promise<{ photos: number }> {
  return transaction(async (queries) => {
    const reviewers = (await peopleOf(queries, who)).filter(({ mayReview }) => mayReview);
    const known = new Set(reviewers.map(({ id }) => id));
    if (!userIds.every((id) => known.has(id)))
      throw new AppError("request/invalid", {
        facts: { field: "userIds: a person who may not review here" },
      });
    const waiting = await readWaitingOf(queries, who.teamId, photoIds);
    const chosen = [...new Set(photoIds)].filter((id) => waiting.has(id));
    const people = [...new Set(userIds)];
    if (chosen.length === 0) return { photos: 0 };
    if (people.length === 0) await removeAssignments(queries, chosen);
    else {
      const rows = chosen.map((photoId, index) => ({ photoId, userId: people[index % people.length] ?? "" }));
      await writeAssignments(queries, who, rows);
    }
    return { photos: chosen.length };
  });
}
