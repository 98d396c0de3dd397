import { randomUUID } from "node:crypto";
import { and, eq, gt, inArray } from "drizzle-orm";
import type { ShadowReport } from "@/lib/contracts/model-registry";
import { ownTeam } from "@/server/db/own-team";
import { photos } from "@/server/db/schema/photos";
import { shadowDisagreements } from "@/server/db/schema/registry";
import type { Queries, Transaction } from "@/server/db/transaction";

/** Stores what the two models found on this photo, also where they agree, replacing their earlier result. */
export async function replaceDisagreement(
  transaction: Transaction,
  report: ShadowReport,
  found: { readonly disagreement: number; readonly createdAt: Date },
): Promise<void> {
  await transaction
    .delete(shadowDisagreements)
    .where(
      and(
        eq(shadowDisagreements.photoId, report.photoId),
        eq(shadowDisagreements.championId, report.championId),
        eq(shadowDisagreements.candidateId, report.candidateId),
      ),
    );
  await transaction.insert(shadowDisagreements).values({ id: randomUUID(), ...report, ...found });
}

/** On how many of the team's photos a candidate differs. */
export async function countDisagreements(queries: Queries, candidateId: string): Promise<number> {
  return queries.$count(
    shadowDisagreements,
    and(
      eq(shadowDisagreements.candidateId, candidateId),
      gt(shadowDisagreements.disagreement, 0),
      inArray(
        shadowDisagreements.photoId,
        queries.select({ id: photos.id }).from(photos).where(eq(photos.ownerId, ownTeam())),
      ),
    ),
  );
}
