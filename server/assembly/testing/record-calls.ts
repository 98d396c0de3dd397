import { callThrough } from "./saves-world";

/** Thrown in place of the call, so that nothing after it runs. */
class Recorded extends Error {
  constructor(
    readonly procedure: string,
    readonly input: unknown,
  ) {
    super(procedure);
  }
}

function recorder(at: readonly string[]): unknown {
  return new Proxy(() => undefined, {
    get: (_target, key) => recorder([...at, String(key)]),
    apply: (_target, _self, [input]: unknown[]) => {
      throw new Recorded(at.join("."), input);
    },
  });
}

/** What a save sends to a procedure; the procedure is not run. @throws RangeError when it calls another, or none */
export async function recordCalls(procedure: string, run: () => Promise<void>): Promise<unknown> {
  const putBack = callThrough(recorder([]));
  try {
    await run();
  } catch (error) {
    if (error instanceof Recorded && error.procedure === procedure) return error.input;
    throw error;
  } finally {
    putBack();
  }
  throw new RangeError(`${procedure} was not called`);
}
