import {
  commandLine,
  isSameAlive,
  type ProcessIdentity,
  parentOf,
  processIdentityOf,
} from "@/server/processes/service";

/** The processes between a person's `npm start` and this one: npm itself, a shell for its script, and tsx. */
const LAUNCHER = /\bnpm\b|\bnpx\b|^(\/\S*\/)?(ba|da)?sh -c |\btsx\b/;
const MOST = 6;

/**
 * The processes that started this one for a person, nearest first. The nearest counts whatever its name: tsx
 * ends when it is killed, and this process would live on.
 */
export function launchersOf(pid: number): readonly ProcessIdentity[] {
  const found: ProcessIdentity[] = [];
  for (let at = parentOf(pid); at !== undefined && at > 1 && found.length < MOST; at = parentOf(at)) {
    if (found.length > 0 && !LAUNCHER.test(commandLine(at) ?? "")) break;
    found.push(processIdentityOf(at));
  }
  return found;
}

/** True when one of them has ended: `kill` on any of them means all of Forage. */
export function hasLostLauncher(launchers: readonly ProcessIdentity[]): boolean {
  return launchers.some((one) => !isSameAlive(one));
}
