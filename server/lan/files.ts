import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { LanPlace } from "./addresses";
import { makeAuthority, type PemPair } from "./authority";
import { endsSoon, isGood, makeCertificate } from "./certificate";

export interface LanCertificates {
  readonly authority: PemPair;
  readonly leaf: PemPair;
  /** The authority was made just now, so that no device trusts it yet. */
  readonly isNewAuthority: boolean;
}

/** Only its owner reads it, from the first byte on. */
export function writeSecret(file: string, text: string): void {
  writeFileAtomic.sync(file, text, { mode: 0o600 });
}

function readPair(folder: string, name: string): PemPair | undefined {
  const files = [join(folder, `${name}.crt`), join(folder, `${name}.key`)] as const;
  if (!files.every((file) => existsSync(file))) return undefined;
  return { certificate: readFileSync(files[0], "utf8"), key: readFileSync(files[1], "utf8") };
}

function writePair(folder: string, name: string, pair: PemPair): PemPair {
  writeSecret(join(folder, `${name}.key`), pair.key);
  writeFileAtomic.sync(join(folder, `${name}.crt`), pair.certificate, { mode: 0o644 });
  return pair;
}

/** The folder of keys and certificates in the data folder. */
export function lanFolder(dataFolder: string): string {
  const folder = join(dataFolder, "lan");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The authority and the certificate for this place, made where they are missing, out of date or for other addresses. */
export async function lanCertificates(
  dataFolder: string,
  place: LanPlace,
  now = new Date(),
): Promise<LanCertificates> {
  const folder = lanFolder(dataFolder);
  const known = readPair(folder, "authority");
  const isKept = known !== undefined && !endsSoon(known.certificate, now);
  const authority = isKept
    ? known
    : writePair(folder, "authority", await makeAuthority(hostname().split(".")[0] ?? "", now));
  const leaf = readPair(folder, "server");
  const isLeafGood = leaf !== undefined && isGood(leaf.certificate, authority.certificate, place, now);
  return {
    authority,
    leaf: isLeafGood ? leaf : writePair(folder, "server", await makeCertificate(authority, place, now)),
    isNewAuthority: !isKept,
  };
}
