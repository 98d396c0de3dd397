import { AsyncLocalStorage } from "node:async_hooks";

/** For whom something is done, by whom, and from where. */
export interface Acting {
  readonly teamId: string;
  /** Undefined for a job's or a command's work. */
  readonly user?: { readonly id: string; readonly name: string } | undefined;
  /** Network address that a request came from. */
  readonly address?: string | undefined;
}

interface Scope {
  readonly acting: AsyncLocalStorage<Acting>;
  /** For a process that works for one team alone: a command, a test. */
  always?: string | undefined;
}

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageOwnTeam?: Scope };
holder.forageOwnTeam ??= { acting: new AsyncLocalStorage() };
const scope = holder.forageOwnTeam;

/** Runs `work`, and all that it starts, for one team: repositories touch no other team's data sets and models. */
export function inTeam<T>(acting: Acting, work: () => T): T {
  return scope.acting.run(acting, work);
}

/** Lets the whole process work for one team. For the command line and for tests; the server never calls it. */
export function alwaysInTeam(teamId: string | undefined): void {
  scope.always = teamId;
}

/**
 * The team that a request, a job or a command works for.
 * @throws RangeError when nobody said: a query without a team must not run
 */
export function ownTeam(): string {
  const team = ownTeamIfAny();
  if (team === undefined) throw new RangeError("no team: wrap the work in inTeam()");
  return team;
}

/** The same; undefined for the installation's own work, and for a request that nobody signed in for. */
export function ownTeamIfAny(): string | undefined {
  return (scope.acting.getStore()?.teamId || undefined) ?? scope.always;
}

/** Who does what is done now, and from where: for the audit log. */
export function actingNow(): Acting | undefined {
  return scope.acting.getStore();
}
