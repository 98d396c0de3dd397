import { errorSentence } from "@/lib/contracts/error-sentences";
import { isAppError } from "@/lib/core/errors";

/** Writes one JSON object as a line on stdout, which carries nothing else. */
export function writeLine(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The `--json` that every command takes, since scripts write it. */
export const JSON_OPTION = [
  "--json",
  "JSON lines on stdout (always on; text for people goes to stderr)",
] as const;

/** Writes a line for people, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A failure as a JSON line carries it: stable code, sentence, facts. */
export function describeError(error: unknown) {
  if (isAppError(error)) {
    if (error.code === "request/not-found" && error.facts.file) {
      const message = `${error.facts.file} cannot be read: it does not exist, or it is a folder. The others are done.`;
      return { code: error.code, message, facts: error.facts };
    }
    return {
      code: error.code,
      message: errorSentence(error.code, error.facts, "command line"),
      facts: error.facts,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "server/unexpected", message, facts: {} };
}

/** Tells people how far work on photos is, every two seconds and at the end. */
export function sayProgress(): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    if (done < total && performance.now() - shown < 2000) return;
    shown = performance.now();
    say(`${done} of ${total} photos`);
  };
}
