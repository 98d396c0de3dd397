import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, for a link or a key. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token: nobody who reads the database can use it. Random bits need no salt. */
export function tokenSha256(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
