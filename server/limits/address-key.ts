import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Groups of an IPv6 address that name a subscriber's network: each has a whole /64. */
const NETWORK_GROUPS = 4;

/** Under what an address is counted: one of IPv4, the network of one of IPv6, however it is written. */
export function addressKey(address: string): string {
  const plain = address.replace(/%.*$/, "");
  if (isIP(plain) === 0) return address;
  const unmapped = ipaddr.process(plain);
  if (unmapped.kind() === "ipv4") return unmapped.toString();
  return unmapped.toNormalizedString().split(":").slice(0, NETWORK_GROUPS).join(":");
}
