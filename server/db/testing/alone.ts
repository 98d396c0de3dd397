import type { Who } from "@/lib/contracts/who";
import { getDatabase } from "../client";
import { memberships, teams } from "../schema/teams";
import { users } from "../schema/users";

/** A person in their own team, whose id is theirs. */
export function alone(id: string): Who {
  return { userId: id, teamId: id };
}

/** Puts a person with their own team into the database; they have no way to sign in. */
export async function addPerson(id: string, name: string): Promise<void> {
  const database = getDatabase();
  await database.insert(users).values({ id, name, kind: "local" });
  await database.insert(teams).values({ id, name });
  await database.insert(memberships).values({ teamId: id, userId: id, role: "admin" });
}
