import { isBehindTls } from "./settings";

/** The address people see, as their browser has it. The guard has checked the Host. */
export function originOf(headers: Headers): string {
  const host = headers.get("host") ?? "127.0.0.1";
  return `${isBehindTls() ? "https" : "http"}://${host}`;
}
