import type { OpinionPairView } from "@/lib/contracts/opinions";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { type Agreement, measureAgreement } from "@/lib/core/review/agreement/measure-agreement";
import type { OpinionPair } from "@/lib/core/review/agreement/opinion-pair";
import { readCorrectionOf } from "@/server/corrections/service";
import { connection, type Queries } from "@/server/db/transaction";
import { getPhoto } from "@/server/photos/service";
import { boxesOf } from "./boxes-of";
import { findPaired, listPairs, readOpinions, readPaired } from "./repository";

/** Pairs that the list of differences and the figures look at, the newest. */
const LISTED = 200;
const MEASURED = 2_000;

/** Photos on which two people differ, and nobody has settled it. */
export async function listToSettle(who: Who) {
  const pairs = await listPairs(connection(), who, { isOpenOnly: true, limit: LISTED });
  return Promise.all(
    pairs.map(async ({ photoId, name, correctionId }) => {
      const both = await readOpinions(connection(), correctionId);
      return { photoId, name, people: both.map(({ by }) => by), since: both.at(-1)?.createdAt ?? "" };
    }),
  );
}

export async function countToSettle(who: Who): Promise<number> {
  return (await listPairs(connection(), who, { isOpenOnly: true, limit: LISTED })).length;
}

/** Both opinions on a photo. @throws AppError request/not-found before both are in */
export async function readPair(queries: Queries, who: Who, photoId: string): Promise<OpinionPairView> {
  const photo = await getPhoto(who.teamId, photoId);
  const correctionId = await findPaired(queries, photoId);
  if (!correctionId) throw new AppError("request/not-found");
  const [correction, [first, second], open] = await Promise.all([
    readCorrectionOf(queries, correctionId),
    readOpinions(queries, correctionId),
    listPairs(queries, who, { isOpenOnly: true, limit: LISTED }),
  ]);
  if (!first || !second || !correction) throw new AppError("request/not-found");
  const { name, width, height } = photo;
  const isOpen = open.some((one) => one.correctionId === correctionId);
  return { photoId, name, width, height, correction, first, second, isOpen };
}

/** How well the team's people agree on the photos that two of them reviewed. A photo that either rejected has no boxes to compare. */
export async function readAgreement(who: Who): Promise<Agreement> {
  const listed = await listPairs(connection(), who, { isOpenOnly: false, limit: MEASURED });
  const rows = await readPaired(
    connection(),
    listed.map(({ correctionId }) => correctionId),
  );
  const byCorrection = new Map<string, (typeof rows)[number][]>();
  for (const row of rows)
    byCorrection.set(row.correctionId, [...(byCorrection.get(row.correctionId) ?? []), row]);
  const pairs = [...byCorrection.values()].flatMap(([first, second]): OpinionPair[] => {
    if (!first || !second || first.verdict === "rejected" || second.verdict === "rejected") return [];
    const sideOf = (row: typeof first) => ({ userId: row.userId, boxes: boxesOf(row) });
    return [{ photoId: first.photoId, first: sideOf(first), second: sideOf(second) }];
  });
  return measureAgreement(pairs);
}
