import { BlockList, isIP } from "node:net";

/**
 * IPv4 blocks that are not the public internet. Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890), with
 * multicast (RFC 5771) and the reserved class E.
 */
const PRIVATE_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/**
 * Inside 2000::/3, the only IPv6 block in public use: protocol assignments with Teredo, documentation, 6to4 (which
 * hides an IPv4 address), documentation. Everything outside (::1, ::ffff:…, 64:ff9b::, fc00::, fe80::, ff00::) is
 * refused as a whole.
 */
const PRIVATE_V6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const blocked = new BlockList();
for (const [network, prefix] of PRIVATE_V4) blocked.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of PRIVATE_V6) blocked.addSubnet(network, prefix, "ipv6");

const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/** True when an IP address (no brackets, no zone) is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blocked.check(address, "ipv4");
    case 6:
      return globalUnicast.check(address, "ipv6") && !blocked.check(address, "ipv6");
    default:
      return false;
  }
}
