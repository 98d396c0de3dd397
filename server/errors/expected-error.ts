import { ZodError } from "zod";
import { AppError, isAppError } from "@/lib/core/errors";
import { machineError } from "@/server/storage/disk-error";
import { databaseError } from "./database-error";

function zodField(error: ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return [path, issue?.message].filter(Boolean).join(": ").slice(0, 200);
}

function firstCause(error: unknown): AppError | ZodError | undefined {
  if (isAppError(error) || error instanceof ZodError) return error;
  return error instanceof Error && error.cause !== undefined ? firstCause(error.cause) : undefined;
}

/** The expected failure in what was thrown: Forage's own, the database's or the disk's; undefined if unexpected. */
export function expectedError(error: unknown): AppError | undefined {
  const cause = firstCause(databaseError(error)) ?? machineError(error);
  if (!(cause instanceof ZodError)) return cause;
  return new AppError("request/invalid", { facts: { field: zodField(cause) }, cause });
}

/**
 * Whatever was thrown as the one expected failure that leaves the server. The unexpected is logged here, with
 * its stack, and leaves without it.
 */
export function toAppError(error: unknown): AppError {
  const expected = expectedError(error);
  if (expected) return expected;
  console.error("unexpected:", error);
  return new AppError("server/unexpected", { cause: error });
}
