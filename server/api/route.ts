import { inTeam } from "@/server/db/own-team";
import type { LimitClass } from "@/server/limits/limit-classes";
import { traceRequest } from "@/server/tracing/spans";
import { actingOf, countRequest } from "./acting";
import { checkInput, checkQuery } from "./check-text";
import { type Context, createContext, requirePermission } from "./context";
import { errorResponse } from "./error-mapping";
import { guardHost, guardMutation, guardRead } from "./guard";
import type { Permission } from "./permissions";

interface RouteOptions {
  /**
   * `read` returns private data; `mutation` changes, stores, computes or reaches out; `return` is where another site
   * sends somebody back to, and checks by itself that they had set out from here.
   */
  readonly kind: "read" | "mutation" | "return";
  /** `public` needs no sign-in. */
  readonly permission: Permission | "public";
  /** What a request costs. */
  readonly limit?: LimitClass;
}

type RouteParams = { readonly params: Promise<Record<string, string | string[] | undefined>> };
type Handler = (
  request: Request,
  context: Context,
  params: Record<string, string | string[] | undefined>,
) => Promise<Response>;

/**
 * A Next route handler: guarded by where the request comes from and by what the caller may do, its failures mapped to
 * the wire once.
 */
export function route({ kind, permission, limit = "usual" }: RouteOptions, handler: Handler) {
  const answer = (request: Request, asked: RouteParams) =>
    traceRequest(request, () => answered(request, asked));
  const answered = async (request: Request, { params }: RouteParams): Promise<Response> => {
    try {
      if (kind === "mutation") guardMutation(request);
      else if (kind === "return") guardHost(request);
      else guardRead(request);
      const context = await createContext(request);
      await countRequest(context, limit, request.headers);
      if (permission !== "public") requirePermission(context, permission);
      checkQuery(request.url);
      const given = await params;
      checkInput(given);
      return await inTeam(actingOf(context, request.headers), () => handler(request, context, given));
    } catch (error) {
      return errorResponse(error);
    }
  };
  // the test of all doors reads it
  return Object.assign(answer, { limit });
}
