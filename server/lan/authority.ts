import { randomBytes } from "node:crypto";
import "reflect-metadata";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from "@peculiar/asn1-x509";
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { PRIVATE_NAMES, PRIVATE_NETWORKS } from "./addresses";
import { ALGORITHM, newKeys, privateKeyPem } from "./keys";

const DAY_MS = 86_400_000;
export const AUTHORITY_DAYS = 3_650;

export interface PemPair {
  readonly certificate: string;
  readonly key: string;
}

/** A serial number of 127 random bits: positive, and never twice. */
export function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

/** What the authority may vouch for, so that its key, once stolen, opens no bank: private networks and names only. */
function constraints(): Extension {
  const subtree = (base: GeneralName) => new GeneralSubtree({ base });
  const names = PRIVATE_NAMES.map((dNSName) => subtree(new GeneralName({ dNSName })));
  const networks = PRIVATE_NETWORKS.map(([network, bits]) =>
    subtree(new GeneralName({ iPAddress: `${network}/${bits}` })),
  );
  const permittedSubtrees = new GeneralSubtrees([...names, ...networks]);
  return new Extension(
    id_ce_nameConstraints,
    true,
    AsnConvert.serialize(new NameConstraints({ permittedSubtrees })),
  );
}

/** A certificate authority of this installation, made once: a phone that trusts it trusts this Forage at its addresses. */
export async function makeAuthority(machine: string, now = new Date()): Promise<PemPair> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`Forage on ${machine} ${now.toISOString().slice(0, 10)}`] }, { O: ["Forage"] }],
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      constraints(),
    ],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key: await privateKeyPem(keys) };
}
