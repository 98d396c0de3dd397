import type { ReviewPeople } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import { connection } from "@/server/db/transaction";
import { countToSettle } from "../opinions/opinion-pairs";
import { peopleOf } from "./people";
import { readPresent } from "./repository";

/** The people of the team, what each has in front now, and how much waits to be settled. */
export async function reviewPeople(who: Who): Promise<ReviewPeople> {
  const [people, present, toSettle] = await Promise.all([
    peopleOf(connection(), who),
    readPresent(connection(), who.teamId),
    countToSettle(who),
  ]);
  return { me: who.userId, people: [...people], present: [...present], toSettle };
}
