import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { type Sweep, sweepSchema } from "@/lib/contracts/sweep";
import { AppError } from "@/lib/core/errors";

/** The first thing that does not fit, and where. */
function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  const place = issue?.path.map(String).join(".") ?? "";
  if (issue?.code === "invalid_union" && issue.path[0] === "parameters")
    return `${place} has neither a list of values nor two numbers, from and to`;
  if (issue?.message.endsWith("received undefined")) return `${place} is missing`;
  return [place, issue?.message.replace(/^Invalid input: /, "")].filter(Boolean).join(": ");
}

/**
 * A sweep out of a YAML or JSON file.
 * @throws AppError sweep/bad-file
 */
export async function readSweep(file: string): Promise<Sweep> {
  const bad = (reason: string, cause?: unknown) =>
    new AppError("sweep/bad-file", { facts: { file: path.basename(file), reason }, cause });
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw bad("there is no such file", cause);
  });
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (cause) {
    const [line = ""] = cause instanceof Error ? cause.message.split("\n") : ["it is no YAML"];
    throw bad(line.replace(/:$/, ""), cause);
  }
  if (raw === null) throw bad("it is empty");
  const parsed = sweepSchema.safeParse(raw);
  if (!parsed.success) throw bad(firstIssue(parsed.error), parsed.error);
  return parsed.data;
}
