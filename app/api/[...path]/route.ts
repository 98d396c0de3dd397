import { AppError } from "@/lib/core/errors";
import { errorResponse } from "@/server/api/error-mapping";

export const dynamic = "force-dynamic";

/** Any address under /api that nothing else answers: a sentence, not a page. */
function answer(): Response {
  return errorResponse(new AppError("request/not-found"));
}

export { answer as GET, answer as POST };
