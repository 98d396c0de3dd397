import { randomUUID, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import type { pairSchema } from "@/lib/contracts/people";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection, type Queries, transaction } from "@/server/db/transaction";
import { addressKey } from "@/server/limits/address-key";
import { SESSION_SECONDS } from "../auth";
import { knownBrowserCookie, SESSION_COOKIE, setCookie, signedValue, TEAM_COOKIE } from "../cookies";
import { signed } from "../settings";
import { type Answer, addressOf } from "../sign-in";
import { createThrottle } from "../throttle";
import { newToken } from "../tokens";
import { handleOf, newCode, readCode } from "./code";
import {
  countWrongCode,
  deletePairing,
  deletePairingsOf,
  findPaired,
  holdPairing,
  insertSession,
  isWaiting,
  replacePairing,
} from "./repository";

export const PAIRING_MS = 5 * 60_000;
/** Wrong codes that a pairing bears: of 2^20, so that nobody guesses one whose first half they know. */
export const TRIES_A_CODE = 5;
const LONGEST_USER_AGENT = 400;

/** Codes looked at together: each takes a connection of the database, which others need. */
const MOST_AT_ONCE = 4;
const BUSY_SECONDS = 5;
let lookedAt = 0;

/** @throws AppError lan/pairing-tries when many are looked at already */
async function amongFew<T>(work: () => Promise<T>): Promise<T> {
  if (lookedAt >= MOST_AT_ONCE) throw new AppError("lan/pairing-tries", { facts: { seconds: BUSY_SECONDS } });
  lookedAt += 1;
  try {
    return await work();
  } finally {
    lookedAt -= 1;
  }
}

/** Codes typed at one address, right ones left out. */
const byAddress = createThrottle({ tries: 10, refillSeconds: 30 });

export interface NewPairing {
  readonly id: string;
  /** Shown now and never again. */
  readonly code: string;
  readonly expiresAt: string;
}

/**
 * Makes a code by which a phone signs in as the person who asks; the one before is gone.
 * @param sessionId of the browser that asks; the code ends with it
 * @throws AppError lan/pairing-alone for somebody who is not signed in with an account
 */
export async function startPairing(
  { userId, teamId }: Who,
  sessionId: string | null,
  now = new Date(),
): Promise<NewPairing> {
  if (sessionId === null) throw new AppError("lan/pairing-alone");
  const expiresAt = new Date(now.getTime() + PAIRING_MS);
  for (;;) {
    const [id, code] = [randomUUID(), newCode()];
    const row = {
      id,
      userId,
      teamId,
      sessionId,
      handle: handleOf(code),
      codeMac: macOf(code),
      triesLeft: TRIES_A_CODE,
      expiresAt,
    };
    // another person's code may begin alike
    if (await transaction((queries) => replacePairing(queries, row, now)))
      return { id, code, expiresAt: expiresAt.toISOString() };
  }
}

const macOf = (code: string) => signed(`pairing ${code}`);

/** Takes one's own code back, used or not. */
export async function endPairing(userId: string): Promise<void> {
  await deletePairingsOf(connection(), userId);
}

/** What has become of a code of one's own. */
export async function pairingState(userId: string, id: string, now = new Date()) {
  const paired = await findPaired(connection(), userId, id);
  if (paired) return { state: "paired" as const, name: paired.name ?? "" };
  const waits = await isWaiting(connection(), userId, id, now);
  return { state: waits ? ("waiting" as const) : ("gone" as const) };
}

function isRight(code: string, mac: string): boolean {
  const [wanted, given] = [Buffer.from(mac), Buffer.from(macOf(code))];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

interface Paired {
  readonly token: string;
  readonly email: string | null;
  readonly teamId: string;
}

/** Written with the new session, or not at all. */
export type AlsoWrite = (
  queries: Queries,
  who: { readonly id: string; readonly name: string; readonly teamId: string },
) => Promise<void>;

interface Device {
  readonly name: string;
  readonly userAgent: string | null;
  readonly address: string;
}

/** @returns undefined for a code that is wrong, used or too old: counting it must not be rolled back */
async function spendCode(
  code: string,
  device: Device,
  also: AlsoWrite,
  now: Date,
): Promise<Paired | undefined> {
  return transaction(async (queries) => {
    const held = await holdPairing(queries, handleOf(code), now);
    if (!held) return undefined;
    const { pairing, user } = held;
    if (!isRight(code, pairing.codeMac)) {
      await countWrongCode(queries, pairing.id);
      return undefined;
    }
    const token = newToken();
    await deletePairing(queries, pairing.id);
    await insertSession(queries, {
      id: pairing.id,
      token,
      userId: user.id,
      name: device.name,
      userAgent: device.userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
      ipAddress: device.address,
      expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
    });
    await also(queries, { id: user.id, name: user.name, teamId: pairing.teamId });
    return { token, email: user.email, teamId: pairing.teamId };
  });
}

/**
 * Signs a phone in by a code.
 * @throws AppError lan/pairing-gone, whatever is wrong with the code; lan/pairing-tries
 */
export async function pair(
  headers: Headers,
  given: z.output<typeof pairSchema>,
  also: AlsoWrite,
  now = new Date(),
): Promise<Answer> {
  return amongFew(() => letIn(headers, given, also, now));
}

async function letIn(
  headers: Headers,
  { code: typed, name }: z.output<typeof pairSchema>,
  also: AlsoWrite,
  now: Date,
): Promise<Answer> {
  const address = addressOf(headers);
  const seconds = byAddress.take(addressKey(address));
  if (seconds > 0) throw new AppError("lan/pairing-tries", { facts: { seconds } });
  const code = readCode(typed);
  const device = { name, userAgent: headers.get("user-agent"), address };
  const paired = code === undefined ? undefined : await spendCode(code, device, also, now);
  if (!paired) throw new AppError("lan/pairing-gone");
  byAddress.giveBack(addressKey(address));
  return {
    cookies: [
      setCookie(SESSION_COOKIE, signedValue(paired.token), SESSION_SECONDS),
      setCookie(TEAM_COOKIE, paired.teamId),
      ...(paired.email === null ? [] : [knownBrowserCookie(paired.email, randomUUID())]),
    ],
  };
}
