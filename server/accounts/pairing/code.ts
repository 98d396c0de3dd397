import { randomBytes } from "node:crypto";

/** Crockford's letters: none looks like another, and 32 of them make a byte's low bits fair. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const HALF = 4;
const CODE = new RegExp(`^[${LETTERS}]{${2 * HALF}}$`);

/** Eight letters: 20 bits that find the pairing, and 20 bits that open it. */
export function newCode(): string {
  return [...randomBytes(2 * HALF)].map((byte) => LETTERS[byte & 31]).join("");
}

/** A typed code as it was made; undefined for what cannot be one. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return CODE.test(code) ? code : undefined;
}

/** What is no secret of it. */
export function handleOf(code: string): string {
  return code.slice(0, HALF);
}
