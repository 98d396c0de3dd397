/** How long an answer that goes on may lag behind a sign-in that has ended. */
const LOOK_AGAIN_MS = 30_000;

/**
 * Hands messages on while whoever asked for them may have them: a stream is one request, which nobody looks at again.
 * @param isStanding whether their session, key and membership still stand
 */
export async function* whileItStands<T>(
  messages: AsyncIterable<T>,
  isStanding: () => Promise<boolean>,
  lookAgainMs = LOOK_AGAIN_MS,
): AsyncGenerator<T, void> {
  let lookedAtMs = performance.now();
  for await (const message of messages) {
    const now = performance.now();
    if (now - lookedAtMs >= lookAgainMs) {
      if (!(await isStanding())) return;
      lookedAtMs = now;
    }
    yield message;
  }
}
