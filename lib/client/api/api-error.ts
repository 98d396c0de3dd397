import { TRPCClientError } from "@trpc/client";
import { z } from "zod";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { AppError, ERROR_CODES, isAppError } from "@/lib/core/errors";

/** What every failed procedure carries beside tRPC's own code; see server/api/trpc.ts. */
const procedureErrorSchema = z.object({
  appCode: z.enum(ERROR_CODES),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  detail: z.unknown().optional(),
});

/** Any failure of a call to the server as the AppError the page shows a sentence for. */
export function toApiError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof TRPCClientError) {
    const known = procedureErrorSchema.safeParse(error.data);
    if (known.success) {
      const { appCode, facts, detail } = known.data;
      return new AppError(appCode, { facts, detail, cause: error });
    }
    // no answer of ours at all: the server is gone, or something else answers in its place
    return new AppError("server/offline", { cause: error });
  }
  return new AppError("server/unexpected", { cause: error });
}

async function failureOf(response: Response): Promise<AppError> {
  const body = errorResponseSchema.safeParse(await response.json().catch(() => undefined));
  if (body.success) {
    const { code, facts, detail } = body.data.error;
    return new AppError(code, { facts, detail });
  }
  const code = response.status === 404 ? "request/not-found" : "server/unexpected";
  return new AppError(code, { facts: { status: response.status } });
}

/**
 * Calls a route handler of this app.
 * @param path begins with /api/
 * @throws AppError what the server answered, or server/offline when it does not
 */
export async function fetchApi(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-forage-client", "page");
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new AppError("server/offline", { cause: error });
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}
