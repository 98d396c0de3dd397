import { TRPCClientError } from "@trpc/client";
import { z } from "zod";
import { AppError, ERROR_CODES, isAppError } from "@/lib/core/errors";

/** What every failed procedure carries beside tRPC's own code; see server/api/trpc.ts. */
const procedureErrorSchema = z.object({
  appCode: z.enum(ERROR_CODES),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

/** Any failure of a call to the server as the AppError the page shows a sentence for. */
export function toApiError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof TRPCClientError) {
    const known = procedureErrorSchema.safeParse(error.data);
    if (known.success) return new AppError(known.data.appCode, { facts: known.data.facts, cause: error });
    // no answer of ours at all: the server is gone, or something else answers in its place
    return new AppError("server/offline", { cause: error });
  }
  return new AppError("server/unexpected", { cause: error });
}
