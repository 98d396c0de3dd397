/** Ended by Ctrl-C, and with it what was started. */
export function untilInterrupted(): AbortSignal {
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  return cancel.signal;
}
