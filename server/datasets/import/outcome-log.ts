import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type PhotoOutcome, photoOutcomeSchema } from "@/lib/contracts/dataset-import";
import { diskError } from "@/server/storage/disk-error";

/**
 * The outcome of each photo, one line each, in a file beside the upload: a stopped import continues after what
 * is written there. A line that a kill cut off counts for nothing.
 */
export async function* readOutcomes(file: string): AsyncGenerator<PhotoOutcome> {
  const stream = createReadStream(file, "utf8");
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const outcome = parse(line);
      if (outcome) yield outcome;
    }
  } catch (error) {
    // none yet
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw diskError(error, file);
  } finally {
    stream.destroy();
  }
}

function parse(line: string): PhotoOutcome | undefined {
  try {
    return photoOutcomeSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

export interface OutcomeLog {
  append(outcome: PhotoOutcome): Promise<void>;
  close(): Promise<void>;
}

export async function openOutcomeLog(file: string): Promise<OutcomeLog> {
  const handle = await open(file, "a", 0o600).catch((error: unknown) => {
    throw diskError(error, file);
  });
  // after a line that was cut off
  await handle.appendFile("\n");
  return {
    append: (outcome) =>
      handle.appendFile(`${JSON.stringify(outcome)}\n`).catch((error: unknown) => {
        throw diskError(error, file);
      }),
    close: () => handle.close(),
  };
}
