import { fetchApi } from "@/lib/client/api/api-error";

/** Doors of the server that set or take the cookie of a session. */
export type AuthDoor = "first" | "pair" | "sign-in" | "sign-out" | "join" | "reset" | "forgot" | "team";

/** @throws AppError what the server answered, or server/offline */
export async function postAuth(door: AuthDoor, body: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await fetchApi(`/api/auth/${door}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Opens a page anew: nothing that another person or team left in memory stays. */
export function openAnew(path: string): void {
  location.assign(path);
}

/** What follows # in the address: a link's secret, which no server log has. */
export function linkToken(): string {
  return location.hash.slice(1);
}
