import type { ErrorResponse } from "@/lib/contracts/error-response";
import { errorSentence } from "@/lib/contracts/error-sentences";
import type { AppError } from "@/lib/core/errors";
import { toAppError } from "@/server/errors/expected-error";
import { shownFacts } from "@/server/errors/hide-paths";
import { httpStatusOf } from "./http-status";

/** The JSON that a failed route returns: code, sentence and facts, never a stack and never a path of this computer. */
export function errorBody({ code, facts, detail }: AppError): ErrorResponse {
  const shown = shownFacts(facts);
  const more = detail === undefined ? {} : { detail };
  return { error: { code, message: errorSentence(code, shown), facts: { ...shown }, ...more } };
}

/** When another try makes sense, for a failure that says so. */
export function retryAfter({ code, facts: { seconds } }: AppError): Readonly<Record<string, string>> {
  const mayComeAgain = [429, 503].includes(httpStatusOf(code)) && typeof seconds === "number";
  return mayComeAgain ? { "retry-after": String(seconds) } : {};
}

export function errorResponse(thrown: unknown): Response {
  const error = toAppError(thrown);
  return Response.json(errorBody(error), {
    status: httpStatusOf(error.code),
    headers: { "cache-control": "no-store", ...retryAfter(error) },
  });
}
