import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoBase64URL, isoCBOR } from "@simplewebauthn/server/helpers";

/** Bits of an authenticator's answer: somebody was there, it knew them, and it holds a key. */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;
/** COSE's names for an ES256 key. */
const [KTY, ALG, CRV, X, Y] = [1, 3, -1, -2, -3];
const [EC2, ES256, P256] = [2, -7, 1];

interface Signing {
  readonly challenge: string;
  readonly origin: string;
  readonly rpID?: string;
  readonly counter?: number;
  /** False for a device that did not ask for finger, face or number. */
  readonly isVerified?: boolean;
  readonly userHandle?: string;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();

/** An authenticator made of software: it makes a key and signs with it, also what no true one would sign. */
export function createAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = randomBytes(32);
  const clientData = (type: string, { challenge, origin }: Signing) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const headOf = ({ rpID, origin, counter = 0, isVerified = true }: Signing, more: number) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = PRESENT | (isVerified ? VERIFIED : 0) | more;
    return Buffer.concat([sha256(rpID ?? new URL(origin).hostname), Buffer.from([flags]), count]);
  };
  return {
    id: base64(credentialId),
    /** As after `navigator.credentials.create()`. */
    make(signing: Signing) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const authData = Buffer.concat([
        headOf(signing, WITH_KEY),
        Buffer.alloc(16),
        length,
        credentialId,
        coseOf(publicKey),
      ]);
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", new Uint8Array(authData)],
        ]) as never,
      );
      return {
        id: base64(credentialId),
        rawId: base64(credentialId),
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64(clientData("webauthn.create", signing)),
          attestationObject: isoBase64URL.fromBuffer(attestation),
          transports: ["internal"],
        },
      };
    },
    /** As after `navigator.credentials.get()`. @param as the credential it says it is */
    sign(signing: Signing, as: string = base64(credentialId)) {
      const authData = headOf(signing, 0);
      const data = clientData("webauthn.get", signing);
      return {
        id: as,
        rawId: as,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64(data),
          authenticatorData: base64(authData),
          signature: base64(sign("sha256", Buffer.concat([authData, sha256(data)]), privateKey)),
          ...(signing.userHandle === undefined
            ? {}
            : { userHandle: isoBase64URL.fromUTF8String(signing.userHandle) }),
        },
      };
    },
  };
}

function coseOf(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const numbers = new Map<number, unknown>([
    [KTY, EC2],
    [ALG, ES256],
    [CRV, P256],
    [X, new Uint8Array(Buffer.from(x, "base64url"))],
    [Y, new Uint8Array(Buffer.from(y, "base64url"))],
  ] as [number, unknown][]);
  return isoCBOR.encode(numbers as never);
}
