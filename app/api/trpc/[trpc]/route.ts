import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "@/server/api/context";
import { errorResponse } from "@/server/api/error-mapping";
import { guardMutation, guardRead } from "@/server/api/guard";
import { withLimitedBody } from "@/server/api/read-body";
import { retryAfterOf, statusOfErrors } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { traceRequest } from "@/server/tracing/spans";

export const dynamic = "force-dynamic";

/** 2,000 boxes by a person and 2,000 by the model take 2 MB. */
const MAX_BODY_BYTES = 8 * 2 ** 20;
/** As pages send them: one request takes no more of the database than that. */
const MAX_BATCH = 20;

const answer = (request: Request) => traceRequest(request, () => answered(request));

async function answered(request: Request): Promise<Response> {
  try {
    if (request.method === "GET") guardRead(request);
    else guardMutation(request);
    return await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: await withLimitedBody(request, MAX_BODY_BYTES),
      router: appRouter,
      createContext: async () => ({
        ...(await createContext(request)),
        address: request.headers.get("x-forage-address") ?? undefined,
      }),
      allowMethodOverride: false,
      maxBatchSize: MAX_BATCH,
      responseMeta: ({ errors }) => ({
        headers: new Headers({ "cache-control": "no-store", ...retryAfterOf(errors) }),
        status: statusOfErrors(errors),
      }),
    });
  } catch (error) {
    return errorResponse(error);
  }
}

export { answer as GET, answer as POST };
