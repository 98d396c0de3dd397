import { ZodError } from "zod";
import type { ErrorResponse } from "@/lib/contracts/error-response";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { AppError, isAppError } from "@/lib/core/errors";
import { databaseError } from "./database-error";
import { httpStatusOf } from "./http-status";

function zodField(error: ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return [path, issue?.message].filter(Boolean).join(": ").slice(0, 200);
}

function firstCause(error: unknown): AppError | ZodError | undefined {
  if (isAppError(error) || error instanceof ZodError) return error;
  return error instanceof Error && error.cause !== undefined ? firstCause(error.cause) : undefined;
}

/**
 * Whatever was thrown as the one expected failure that leaves the server. What nobody expected is logged here, with
 * its stack, and goes out without it.
 */
export function toAppError(error: unknown): AppError {
  const cause = firstCause(databaseError(error));
  if (isAppError(cause)) return cause;
  if (cause instanceof ZodError)
    return new AppError("request/invalid", { facts: { field: zodField(cause) }, cause });
  console.error("unexpected:", error);
  return new AppError("server/unexpected", { cause: error });
}

/** The JSON a failed route answers: code, sentence and facts, never a stack. */
export function errorBody(error: AppError): ErrorResponse {
  return { error: { code: error.code, message: sentenceOf(error), facts: { ...error.facts } } };
}

export function errorResponse(thrown: unknown): Response {
  const error = toAppError(thrown);
  return Response.json(errorBody(error), {
    status: httpStatusOf(error.code),
    headers: { "cache-control": "no-store" },
  });
}
