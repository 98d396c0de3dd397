import { randomUUID } from "node:crypto";
import type { z } from "zod";
import {
  decisionSchema,
  type excludeInputSchema,
  type FindingDecision,
  NOT_WAIVABLE,
  type waiveInputSchema,
} from "@/lib/contracts/dataset-findings";
import type { FindingKey } from "@/lib/core/datasets/finding-key";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { type FindingDecisionRow, insertDecision, readDecisions, revokeDecision } from "./repository";

function toDecision({ sha256, decidedAt, ...row }: FindingDecisionRow): FindingDecision {
  return decisionSchema.parse({ ...row, photo: sha256, decidedAt: decidedAt.toISOString() });
}

/** The decisions on findings that are in force. */
export interface Decisions {
  readonly all: readonly FindingDecision[];
  /** The waiver of a finding. */
  waiverOf(key: FindingKey): FindingDecision | undefined;
  /** By SHA-256: the decision that keeps a photo out of versions. */
  readonly excluded: ReadonlyMap<string, FindingDecision>;
}

const keyText = ({ photo, code, subject }: FindingKey) => `${code} ${photo} ${subject}`;

export async function standingDecisions(): Promise<Decisions> {
  const all = (await readDecisions(connection())).map(toDecision);
  const waived = all.filter(({ decision }) => decision === "waived");
  const waivers = new Map(waived.map((one) => [keyText(one), one]));
  const excluded = all.filter(({ decision }) => decision === "excluded");
  return {
    all,
    waiverOf: (key) => waivers.get(keyText(key)),
    excluded: new Map(excluded.map((one) => [one.photo, one])),
  };
}

/**
 * Lets a finding stand, with a reason: it no longer blocks a version.
 * @throws AppError request/invalid for a finding on a photo that could not be exported
 */
export async function waiveFinding(
  { key, reason }: z.output<typeof waiveInputSchema>,
  decidedBy: string,
): Promise<FindingDecision> {
  if (NOT_WAIVABLE.has(key.code)) {
    throw new AppError("request/invalid", {
      facts: { field: `${key.code} can only be settled by exclusion` },
    });
  }
  const { photo: sha256, code, subject } = key;
  return toDecision(
    await insertDecision(connection(), {
      id: randomUUID(),
      sha256,
      code,
      subject,
      decision: "waived",
      reason,
      decidedBy,
    }),
  );
}

/** Keeps a photo out of every later version, with a reason; it stays in the library. */
export async function excludePhoto(
  { sha256, code, reason }: z.output<typeof excludeInputSchema>,
  decidedBy: string,
): Promise<FindingDecision> {
  const subject = "";
  return toDecision(
    await insertDecision(connection(), {
      id: randomUUID(),
      sha256,
      code,
      subject,
      decision: "excluded",
      reason,
      decidedBy,
    }),
  );
}

/** Takes a decision back; the row stays as history. @throws AppError request/not-found */
export async function takeBack(decisionId: string): Promise<FindingDecision> {
  const row = await revokeDecision(connection(), decisionId);
  if (!row) throw new AppError("request/not-found");
  return toDecision(row);
}
