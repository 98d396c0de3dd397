import { AppError } from "@/lib/core/errors";
import { errorResponse } from "@/server/api/error-mapping";

export const dynamic = "force-dynamic";

/** Answers any unknown address under /api with a sentence, not a page. */
function answer(): Response {
  return errorResponse(new AppError("request/not-found"));
}

export { answer as GET, answer as POST };
