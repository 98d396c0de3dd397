import { randomUUID } from "node:crypto";
import { decodeClientDataJSON, generateChallenge, isoBase64URL } from "@simplewebauthn/server/helpers";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { tokenSha256 } from "../tokens";
import { insertChallenge, takeChallenge } from "./repository";

/** How long somebody has to touch their device. */
export const CHALLENGE_MS = 5 * 60_000;

export type ChallengePurpose = "add" | "sign-in";

const identifierOf = (purpose: ChallengePurpose, challenge: string) =>
  `passkey-${purpose}:${tokenSha256(challenge)}`;

/** A new challenge for one browser or session. @returns as base64url, as the page and its answer have it */
export async function makeChallenge(purpose: ChallengePurpose, boundTo: string): Promise<string> {
  const challenge = isoBase64URL.fromBuffer(await generateChallenge());
  const now = Date.now();
  await insertChallenge(
    connection(),
    {
      id: randomUUID(),
      identifier: identifierOf(purpose, challenge),
      boundTo: tokenSha256(boundTo),
      expiresAt: new Date(now + CHALLENGE_MS),
    },
    new Date(now),
  );
  return challenge;
}

/**
 * The challenge that an answer is to, which nobody can answer again: also one that is refused afterwards is spent.
 * @throws AppError account/passkey-refused where it is not one that this browser was given
 */
export async function spendChallenge(
  purpose: ChallengePurpose,
  clientDataJSON: string,
  boundTo: string,
): Promise<string> {
  const challenge = challengeOf(clientDataJSON);
  const isOpen =
    challenge !== undefined &&
    (await takeChallenge(
      connection(),
      { identifier: identifierOf(purpose, challenge), boundTo: tokenSha256(boundTo) },
      new Date(),
    ));
  if (!isOpen) throw new AppError("account/passkey-refused");
  return challenge;
}

function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === "string" ? challenge : undefined;
  } catch {
    return undefined;
  }
}
