import { fetchApi } from "@/lib/client/api/api-error";
import { noteLeaving } from "@/lib/client/api/session";

/** Doors of the server that set or take the cookie of a session. */
export type AuthDoor =
  | "invite"
  | "first"
  | "pair"
  | "sign-in"
  | "sign-out"
  | "join"
  | "reset"
  | "forgot"
  | "team";

/** @returns what the server answered. @throws AppError what it refused with, or server/offline */
export async function postAuth(
  door: AuthDoor,
  body: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const answer = await fetchApi(`/api/auth/${door}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** Opens a page anew: nothing that another person or team left in memory stays. */
export function openAnew(path: string): void {
  location.assign(path);
}

/** What follows # in the address: a link's secret, which no server log has. */
export function linkToken(): string {
  return location.hash.slice(1);
}

/** Does what ends this page on its person's own wish: nothing is covered meanwhile. @throws what `work` throws */
export async function whileLeaving<T>(work: () => Promise<T>): Promise<T> {
  noteLeaving(true);
  try {
    return await work();
  } catch (error) {
    noteLeaving(false);
    throw error;
  }
}

/** Works in another team from now on, on this page. @throws as `postAuth` */
export async function workIn(teamId: string, path: string): Promise<void> {
  await whileLeaving(() => postAuth("team", { teamId }));
  openAnew(path);
}
