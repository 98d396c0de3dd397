import { isBehindTls } from "./settings";

/** The address in a mail, which whoever asked for it cannot choose. */
export function originForMail(headers: Headers): string {
  const given = process.env.FORAGE_PUBLIC_URL;
  return given ? new URL(given).origin : originOf(headers);
}

/** The address people see, as their browser has it. The guard has checked the Host. */
export function originOf(headers: Headers): string {
  const host = headers.get("host") ?? "127.0.0.1";
  return `${isBehindTls() ? "https" : "http"}://${host}`;
}
