import { accountSecret } from "@/server/accounts/settings";
import type { LanFront } from "@/server/lan/front";
import type { StartSettings } from "./settings";

/** What the processes are told when others than the person at this computer can reach Forage; nothing otherwise. */
export function reachableEnvironment(
  { lan, publicUrl }: Pick<StartSettings, "lan" | "publicUrl">,
  front: LanFront | undefined,
): Readonly<Record<string, string>> {
  if (!front && !publicUrl) return {};
  const publicHost = publicUrl ? new URL(publicUrl).host : undefined;
  return {
    FORAGE_ACCOUNTS: "required",
    // `npm start` checked a given one; with --lan one is made and kept in the data folder
    FORAGE_SECRET: accountSecret(),
    FORAGE_TLS: "1",
    FORAGE_TLS_HOSTS: [...(front?.hosts ?? []), ...(publicHost ? [publicHost] : [])].join(","),
    // a certificate everybody trusts; why not with our own: server/start/front-door.cjs
    FORAGE_HSTS: publicUrl || lan?.given ? "1" : "",
    ...(front && { FORAGE_LAN_FRONT: front.file }),
    ...(front?.fingerprint && { FORAGE_CA_FINGERPRINT: front.fingerprint }),
  };
}
