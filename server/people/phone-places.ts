import { tlsHosts } from "@/server/api/guard";

/** Where a phone finds this Forage. */
export interface PhonePlace {
  /** An https origin. */
  readonly origin: string;
  /** The page, over plain http, from which the phone takes the certificate first; null where every device trusts it. */
  readonly certificatePage: string | null;
}

export interface PhonePlaces {
  /** The first is the one to use; empty where no phone can reach this Forage. */
  readonly places: readonly PhonePlace[];
  /** SHA-256 of Forage's own authority; null without one. */
  readonly fingerprint: string | null;
}

const NAME = /^(?<host>\[.+\]|[^:]+)(?::(?<port>\d+))?$/;

/** With port 443 each name is there twice. */
const withoutPort443 = (host: string) => host.replace(/:443$/, "");

function placeOf(host: string, publicHost: string | undefined, fingerprint: string | null): PhonePlace {
  const isTrusted = fingerprint === null || host === publicHost;
  return { origin: `https://${host}`, certificatePage: isTrusted ? null : `http://${pageHost(host)}/ca` };
}

/** Forage serves http and https on one port: without one in the address, http would ask at 80. */
function pageHost(host: string): string {
  return NAME.exec(host)?.groups?.port ? host : `${host}:443`;
}

/** Read each time: addresses change while Forage runs. */
export function phonePlaces(): PhonePlaces {
  const { FORAGE_PUBLIC_URL: publicUrl, FORAGE_CA_FINGERPRINT } = process.env;
  const fingerprint = FORAGE_CA_FINGERPRINT || null;
  const publicHost = publicUrl ? new URL(publicUrl).host : undefined;
  const hosts = [...new Set(tlsHosts().map(withoutPort443))];
  const sorted = hosts.toSorted((a, b) => Number(b === publicHost) - Number(a === publicHost));
  return { places: sorted.map((host) => placeOf(host, publicHost, fingerprint)), fingerprint };
}
