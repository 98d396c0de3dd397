import { AppError } from "@/lib/core/errors";
import type { Context } from "./context";

/**
 * Who is there in person, in a session of theirs. Who holds a key may be a script: it opens no other way in.
 * @throws AppError request/forbidden for a key, request/not-found where nobody is signed in
 */
export function presentOf({ user, via, sessionId }: Context): {
  readonly userId: string;
  readonly sessionId: string;
} {
  if (via === "key") throw new AppError("request/forbidden");
  // alone at this computer nobody has an account
  if (!sessionId) throw new AppError("request/not-found");
  return { userId: user.id, sessionId };
}
