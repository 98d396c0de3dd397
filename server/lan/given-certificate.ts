import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { AppError } from "@/lib/core/errors";
import type { PemPair } from "./authority";

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw refused(`${file} cannot be read`, cause);
  }
}

function refused(reason: string, cause?: unknown): AppError {
  return new AppError("lan/certificate", { facts: { reason }, cause });
}

function parse<T>(work: () => T, file: string, what: string): T {
  try {
    return work();
  } catch (cause) {
    throw refused(`${file} holds no ${what} in PEM form`, cause);
  }
}

/**
 * A certificate that somebody brings along, with its chain.
 * @throws AppError lan/certificate when it cannot be read, does not belong to the key, has ended or not begun, or names
 * nothing
 */
export function readGiven(files: { readonly cert: string; readonly key: string }, now = new Date()): PemPair {
  const pair = { certificate: read(files.cert), key: read(files.key) };
  const leaf = parse(() => new X509Certificate(pair.certificate), files.cert, "certificate");
  const key = parse(() => createPrivateKey(pair.key), files.key, "private key without a password");
  if (!leaf.checkPrivateKey(key)) throw refused(`${files.key} is not the key of ${files.cert}`);
  const [begins, ends] = [new Date(leaf.validFrom), new Date(leaf.validTo)];
  if (ends < now) throw refused(`${files.cert} ended on ${dayOf(ends)}`);
  if (begins > now) throw refused(`${files.cert} begins on ${dayOf(begins)}`);
  if (namesIn(pair.certificate).length === 0) throw refused(`${files.cert} names no host`);
  return pair;
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** Names and addresses a certificate is for; one for all names under a domain names none of them. */
export function namesIn(certificate: string): readonly string[] {
  const listed = new X509Certificate(certificate).subjectAltName ?? "";
  return listed
    .split(", ")
    .flatMap((one) => /^(?:DNS|IP Address):(.+)$/.exec(one)?.[1] ?? [])
    .filter((name) => !name.includes("*"))
    .map((name) => name.toLowerCase());
}
