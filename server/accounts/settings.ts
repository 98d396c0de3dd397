import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "@/lib/core/errors";
import { dataPath } from "@/server/storage/data-folder";

const SHORTEST_SECRET = 32;

/** Bound to more than this computer, nobody gets in without an account. */
export function areAccountsRequired(): boolean {
  return process.env.FORAGE_ACCOUNTS === "required";
}

/** Whether people see an https address: cookies then travel over nothing else. */
export function isBehindTls(): boolean {
  return process.env.FORAGE_TLS === "1";
}

/**
 * What cookies are signed with: `FORAGE_SECRET`, or at this computer alone one that is made and kept in the data folder.
 * @throws AppError account/no-secret when the one given is too short, or others may reach Forage and none is given
 */
export function accountSecret(): string {
  const given = process.env.FORAGE_SECRET ?? "";
  if (given.length >= SHORTEST_SECRET) return given;
  if (given !== "" || areAccountsRequired())
    throw new AppError("account/no-secret", { facts: { characters: SHORTEST_SECRET } });
  const file = dataPath("secret");
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    try {
      // of two processes that make one at the same time, the first one's counts
      writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
    } catch (error) {
      if (!existsSync(file)) throw error;
    }
  }
  return readFileSync(file, "utf8").trim();
}

/** Proof of something that only this server can give. */
export function signed(text: string): string {
  return createHmac("sha256", accountSecret()).update(text).digest("base64url");
}

/** Whoever reads this at the server's own terminal may make the first account from elsewhere. */
export function setupCode(): string {
  return signed("first account").slice(0, 12);
}
