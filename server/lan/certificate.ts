import { X509Certificate as NodeCertificate } from "node:crypto";
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { LanPlace } from "./addresses";
import { newSerial, type PemPair } from "./authority";
import { ALGORITHM, newKeys, privateKeyPem, signingKey } from "./keys";

const DAY_MS = 86_400_000;
/** Apple's devices refuse a server's certificate that lives longer than 825 days, others one of more than 398. */
const LEAF_DAYS = 397;
/** Made again this long before it ends. */
export const RENEW_DAYS = 30;

/** A certificate for this computer's own addresses and names, signed by the authority. */
export async function makeCertificate(
  authority: PemPair,
  { addresses, names }: LanPlace,
  now = new Date(),
): Promise<PemPair> {
  const issuer = new X509Certificate(authority.certificate);
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: ["Forage"] }],
    issuer: issuer.subjectName,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(Math.min(now.getTime() + LEAF_DAYS * DAY_MS, issuer.notAfter.getTime())),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...addresses.map((value) => ({ type: "ip", value }) as const),
        ...names.map((value) => ({ type: "dns", value }) as const),
      ]),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key: await privateKeyPem(keys) };
}

/** Whether a certificate is signed by this authority, names all of the place, and does not end soon. */
export function isGood(
  certificate: string,
  authority: string,
  { addresses, names }: LanPlace,
  now = new Date(),
): boolean {
  const leaf = new NodeCertificate(certificate);
  return (
    leaf.verify(new NodeCertificate(authority).publicKey) &&
    addresses.every((one) => leaf.checkIP(one) !== undefined) &&
    names.every((one) => leaf.checkHost(one) !== undefined) &&
    !endsSoon(certificate, now)
  );
}

export function endsSoon(certificate: string, now = new Date()): boolean {
  return Date.parse(new NodeCertificate(certificate).validTo) < now.getTime() + RENEW_DAYS * DAY_MS;
}

/** As operating systems show it: SHA-256, in pairs. */
export function fingerprintOf(certificate: string): string {
  return new NodeCertificate(certificate).fingerprint256;
}
