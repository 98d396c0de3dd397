import { AppError } from "@/lib/core/errors";
import type { Context } from "./context";

/** Who holds a key may be a script: it opens no other way in. @throws AppError request/forbidden */
export function requirePresent({ via }: Pick<Context, "via">): void {
  if (via === "key") throw new AppError("request/forbidden");
}

/**
 * Who is there in person, in a session of theirs. Who holds a key may be a script: it opens no other way in.
 * @throws AppError request/forbidden for a key, request/not-found where nobody is signed in
 */
export function presentOf({ user, via, sessionId }: Context): {
  readonly userId: string;
  readonly sessionId: string;
} {
  requirePresent({ via });
  // alone at this computer nobody has an account
  if (!sessionId) throw new AppError("request/not-found");
  return { userId: user.id, sessionId };
}
