import { createStore } from "zustand/vanilla";

/** Whom this page belongs to, and in which team they work on it. */
export interface PageOwner {
  readonly userId: string;
  readonly teamId: string;
  readonly teamName: string;
}

interface SessionState {
  /** Null until somebody is known to be signed in. */
  readonly owner: PageOwner | null;
  /** `signed-out`: nobody is signed in any longer. `other-team`: they are no longer in the team of this page. */
  readonly end: "signed-out" | "other-team" | null;
}

/** Of this page, from when it is opened until it is left. */
export const pageSession = createStore<SessionState>()(() => ({ owner: null, end: null }));

/** The server answers nobody here any longer. */
export function noteSessionEnd(): void {
  pageSession.setState({ end: "signed-out" });
}

/**
 * The server says who is here. Their page goes on where it was.
 * @returns whether it is somebody else than before: nothing of the page is theirs
 */
export function noteWho(now: PageOwner): boolean {
  const { owner } = pageSession.getState();
  if (owner && owner.userId !== now.userId) return true;
  if (owner && owner.teamId !== now.teamId) pageSession.setState({ end: "other-team" });
  else pageSession.setState({ owner: now, end: null });
  return false;
}
