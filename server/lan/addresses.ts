import { BlockList, isIP, isIPv4 } from "node:net";
import { hostname, networkInterfaces } from "node:os";

/** Networks at home and at work that no one reaches from the internet: RFC 1918, 6598, 3927, 4193 and loopback. */
export const PRIVATE_NETWORKS = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["127.0.0.0", 8],
  ["fc00::", 7],
] as const;

const privateAddresses = new BlockList();
for (const [network, bits] of PRIVATE_NETWORKS)
  privateAddresses.addSubnet(network, bits, isIPv4(network) ? "ipv4" : "ipv6");

export function isPrivate(address: string): boolean {
  return isIP(address) !== 0 && privateAddresses.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

/** Endings that no one can register on the internet. */
const PRIVATE_ENDINGS = ["local", "lan", "home", "home.arpa", "internal"] as const;
export const PRIVATE_NAMES: readonly string[] = [...PRIVATE_ENDINGS, "localhost"];

/** Where this computer is found in its own network. */
export interface LanPlace {
  /** Private ones; IPv4 first, since people type them. */
  readonly addresses: readonly string[];
  /** In lower case: the .local name, and the full one where its ending is private. */
  readonly names: readonly string[];
}

type Interfaces = ReturnType<typeof networkInterfaces>;

/**
 * @param chosen addresses separated by commas that are used instead of all; every one must be private
 */
export function lanPlace(
  chosen = "",
  interfaces: Interfaces = networkInterfaces(),
  machine = hostname(),
): LanPlace {
  const wanted = chosen
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const there = Object.values(interfaces).flatMap((ones) =>
    (ones ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  );
  const addresses = [...new Set(wanted.length > 0 ? wanted : there)].filter(isPrivate);
  return {
    addresses: addresses.toSorted((a, b) => Number(isIP(a)) - Number(isIP(b))),
    names: namesOf(machine),
  };
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function namesOf(machine: string): readonly string[] {
  const full = machine.toLowerCase().replace(/\.$/, "");
  const [first = ""] = full.split(".");
  if (!full.split(".").every((label) => LABEL.test(label)) || first === "localhost") return [];
  const isPrivateName = PRIVATE_ENDINGS.some((ending) => full.endsWith(`.${ending}`));
  return [...new Set([`${first}.local`, ...(isPrivateName ? [full] : [])])];
}

/** As it stands in an address and in a Host header. */
export function hostOf(address: string): string {
  return isIP(address) === 6 ? `[${new URL(`http://[${address}]`).hostname.slice(1, -1)}]` : address;
}
