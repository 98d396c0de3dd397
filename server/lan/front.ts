import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError, isAppError } from "@/lib/core/errors";
import { hostOf, type LanPlace, lanPlace } from "./addresses";
import { authorityPages, type FrontPage } from "./authority-page";
import { fingerprintOf } from "./certificate";
import { lanCertificates, lanFolder, writeSecret } from "./files";
import { namesIn, readGiven } from "./given-certificate";

export interface LanSettings {
  readonly port: number;
  /** A certificate somebody brings along; our own authority otherwise. */
  readonly given?: { readonly cert: string; readonly key: string };
  /** From `FORAGE_LAN_ADDRESSES`: listens on these alone. */
  readonly addresses?: string;
}

/** What `server/start/lan-front.cjs` reads. */
interface Front {
  readonly addresses: readonly string[];
  /** Host headers that are ours, in lower case. */
  readonly hosts: readonly string[];
  readonly certificate: string;
  readonly key: string;
  /** By path, served with and without TLS. */
  readonly pages: Readonly<Record<string, FrontPage>>;
}

export interface LanFront {
  readonly file: string;
  readonly place: LanPlace;
  readonly hosts: readonly string[];
  /** For people: the first is the one to type. */
  readonly addresses: readonly string[];
  /** Of our own authority; null with a given certificate. */
  readonly fingerprint: string | null;
}

/** A given certificate is good at its names alone; our own at every address of the place. */
async function certificatesFor(dataFolder: string, place: LanPlace, settings: LanSettings, now: Date) {
  if (settings.given) {
    const pair = readGiven(settings.given, now);
    return { pair, names: namesIn(pair.certificate), authority: null };
  }
  const { authority, leaf } = await lanCertificates(dataFolder, place, now);
  return { pair: leaf, names: [...place.addresses, ...place.names], authority: authority.certificate };
}

/**
 * Makes what the front needs, and writes it where it differs from what is written.
 * @throws AppError lan/no-network, lan/certificate
 */
export async function prepareFront(
  dataFolder: string,
  settings: LanSettings,
  place = lanPlace(settings.addresses),
  now = new Date(),
): Promise<LanFront> {
  if (place.addresses.length === 0) throw new AppError("lan/no-network");
  const { pair, names, authority } = await certificatesFor(dataFolder, place, settings, now);
  const hosts = names.flatMap((name) => [
    `${hostOf(name)}:${settings.port}`,
    ...(settings.port === 443 ? [hostOf(name)] : []),
  ]);
  const pages = authority === null ? {} : authorityPages(authority);
  const front: Front = {
    addresses: place.addresses,
    hosts,
    certificate: pair.certificate,
    key: pair.key,
    pages,
  };
  const file = join(lanFolder(dataFolder), "front.json");
  const text = JSON.stringify(front);
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeSecret(file, text);
  return {
    file,
    place,
    hosts,
    addresses: names.map((name) => `https://${hostOf(name)}:${settings.port}`),
    fingerprint: authority === null ? null : fingerprintOf(authority),
  };
}

const FOLLOW_MS = 15_000;

/** Keeps the front up to date with this computer's addresses and the end of its certificate. */
export function followPlace(
  dataFolder: string,
  settings: LanSettings,
  first: LanFront,
  say: (text: string) => void,
): { stop(): void } {
  let before = first.hosts.join();
  let wasAway = false;
  let failure = "";
  const look = async () => {
    const place = lanPlace(settings.addresses);
    // between two networks nothing is taken away: the address may be the same again
    if (place.addresses.length === 0) {
      if (!wasAway) say("This computer has no address in a private network just now.");
      wasAway = true;
      return;
    }
    wasAway = false;
    const { hosts, addresses } = await prepareFront(dataFolder, settings, place);
    if (hosts.join() !== before) say(`In your network Forage now runs at ${addresses[0]}`);
    before = hosts.join();
    failure = "";
  };
  // the same failure is told once, and again after it was mended
  const tell = (error: unknown) => {
    const reason = isAppError(error) ? String(error.facts.reason ?? error.code) : String(error);
    if (reason !== failure)
      say(`The network's front could not be brought up to date: ${reason}. Forage goes on with what it has.`);
    failure = reason;
  };
  const timer = setInterval(() => void look().catch(tell), FOLLOW_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
