import { isAppError } from "@/lib/core/errors";
import { randomOf } from "./case";
import type { ParserTarget } from "./targets";

export type CaseEnd = "taken" | "refused" | { readonly mistake: string };

/** Runs one case of a prepared target. A refusal with a code is correct; anything else thrown is a mistake. */
export async function runCase(
  { name }: Pick<ParserTarget, "name">,
  run: Awaited<ReturnType<ParserTarget["prepare"]>>,
  { seed, index }: { readonly seed: number; readonly index: number },
): Promise<CaseEnd> {
  try {
    await run(randomOf(seed, name, index));
    return "taken";
  } catch (error) {
    if (isAppError(error) && error.code !== "server/unexpected") return "refused";
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { mistake: stack.slice(0, 600) };
  }
}
