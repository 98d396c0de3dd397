import { browserMemory } from "@/lib/client/browser/remembered";

const KEY = "door";

/** Whether somebody is signed in here, or nobody needs to. */
export type Here = "somebody" | "nobody";

export function hereOf(state: "open" | "first" | "sign-in" | "signed-in"): Here {
  return state === "open" || state === "signed-in" ? "somebody" : "nobody";
}

/** Remembers it for a visit without the server. */
export function noteDoor(here: Here): void {
  if (lastDoor() !== here) browserMemory().write(KEY, here);
}

/** What the server said last in this browser. */
export function lastDoor(): Here | null {
  const known = browserMemory().read(KEY);
  return known === "somebody" || known === "nobody" ? known : null;
}
