import { createStore } from "zustand/vanilla";

/** Whom this page belongs to, and in which team they work on it. */
export interface PageOwner {
  readonly userId: string;
  readonly teamId: string;
  readonly teamName: string;
}

/** Why a page is its person's no longer. */
export type SessionEnd =
  /** Nobody is signed in. */
  | { readonly is: "signed-out" }
  /** They are no longer in the team of this page. */
  | { readonly is: "out-of-team" }
  /** Another page of this browser has gone to another team: what is done here would land there. */
  | { readonly is: "other-team"; readonly teamName: string };

interface SessionState {
  /** Null until somebody is known to be signed in. */
  readonly owner: PageOwner | null;
  readonly end: SessionEnd | null;
  /** Its person signs out, or goes to another team: the page is about to go. */
  readonly isLeaving: boolean;
}

/** Of this page, from when it is opened until it is left. */
export const pageSession = createStore<SessionState>()(() => ({ owner: null, end: null, isLeaving: false }));

/** The server answers nobody here any longer. */
export function noteSessionEnd(): void {
  if (pageSession.getState().end?.is !== "signed-out") pageSession.setState({ end: { is: "signed-out" } });
}

/** The server answers nothing of the team that this browser works in. */
export function noteOutOfTeam(): void {
  if (pageSession.getState().end?.is !== "out-of-team") pageSession.setState({ end: { is: "out-of-team" } });
}

/**
 * The server says who is here. Their page goes on where it was.
 * @param teamIds all teams that they are in
 * @returns whether it is somebody else than before: nothing of the page is theirs
 */
export function noteWho(now: PageOwner, teamIds: readonly string[]): boolean {
  const { owner } = pageSession.getState();
  if (owner && owner.userId !== now.userId) return true;
  if (!owner || owner.teamId === now.teamId) pageSession.setState({ owner: now, end: null });
  else if (teamIds.includes(owner.teamId))
    pageSession.setState({ end: { is: "other-team", teamName: now.teamName } });
  else pageSession.setState({ end: { is: "out-of-team" } });
  return false;
}

/** While somebody leaves by themselves nothing is covered. */
export function noteLeaving(isLeaving: boolean): void {
  pageSession.setState({ isLeaving });
}
