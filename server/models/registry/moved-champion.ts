import { AppError } from "@/lib/core/errors";
import { ownTeamIfAny } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { findChampionMove, hasDatabase } from "./repository";

/** Last answer by database and team, on globalThis because a bundler may load this module more than once. */
const holder = globalThis as { forageChampionMoves?: Map<string, string | undefined> };
holder.forageChampionMoves ??= new Map();
const remembered = holder.forageChampionMoves;

/**
 * The model the team's newest move made champion; undefined when none did, without a team, or where no database is named. While the
 * database is away the last answer of this process holds, and stderr says so: detection needs no database.
 * @throws AppError server/database-down when the database is away and was never asked
 */
export async function movedChampion(): Promise<string | undefined> {
  if (!hasDatabase() || ownTeamIfAny() === undefined) return undefined;
  const key = `${process.env.DATABASE_URL} ${ownTeamIfAny()}`;
  try {
    const id = (await findChampionMove(connection()))?.modelId;
    remembered.set(key, id);
    return id;
  } catch (cause) {
    if (!remembered.has(key)) {
      throw cause instanceof AppError ? cause : new AppError("server/database-down", { cause });
    }
    console.warn("models: the database is away, the last known champion is used");
    return remembered.get(key);
  }
}
