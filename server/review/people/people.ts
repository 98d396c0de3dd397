import type { ReviewPerson } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import type { Queries } from "@/server/db/transaction";
import { readPeople } from "./repository";

/** Everybody in the team, by name. */
export function peopleOf(queries: Queries, { teamId }: Who): Promise<readonly ReviewPerson[]> {
  return readPeople(queries, teamId);
}

/** Whether the team has two people who may review: else a second opinion can come from nobody. */
export async function isSeveral(queries: Queries, who: Who): Promise<boolean> {
  return (await peopleOf(queries, who)).filter(({ mayReview }) => mayReview).length > 1;
}
