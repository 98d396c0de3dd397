import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "@/server/api/context";
import { errorResponse } from "@/server/api/error-mapping";
import { guardMutation, guardRead } from "@/server/api/guard";
import { appRouter } from "@/server/api/root-router";
import { statusOfErrors } from "@/server/api/trpc";

export const dynamic = "force-dynamic";

async function answer(request: Request): Promise<Response> {
  try {
    if (request.method === "GET") guardRead(request);
    else guardMutation(request);
    return await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: appRouter,
      createContext,
      allowMethodOverride: false,
      responseMeta: ({ errors }) => ({
        headers: new Headers({ "cache-control": "no-store" }),
        status: statusOfErrors(errors),
      }),
    });
  } catch (error) {
    return errorResponse(error);
  }
}

export { answer as GET, answer as POST };
