import { initTRPC, TRPCError } from "@trpc/server";
import { AppError, type ErrorCode, isAppError } from "@/lib/core/errors";
import { inTeam } from "@/server/db/own-team";
import { toAppError } from "@/server/errors/expected-error";
import type { LimitClass } from "@/server/limits/limit-classes";
import { actingOf, countRequest } from "./acting";
import { checkInput } from "./check-text";
import { type Context, requirePermission } from "./context";
import { errorBody, retryAfter } from "./error-mapping";
import { httpStatusOf, trpcCodeOf } from "./http-status";
import type { Permission } from "./permissions";

export interface ProcedureMeta {
  /** Checked before the procedure runs; a test walks the router and fails when one declares none. */
  readonly permission: Permission | "public";
  /** What a call costs: each of a batch counts. */
  readonly limit: LimitClass;
}

/** tRPC's own refusals, before a procedure runs: every error of a procedure carries an AppError. */
const REFUSALS: Partial<Record<TRPCError["code"], ErrorCode>> = {
  NOT_FOUND: "request/not-found",
  METHOD_NOT_SUPPORTED: "request/method",
  BAD_REQUEST: "request/invalid",
  PARSE_ERROR: "request/invalid",
  UNSUPPORTED_MEDIA_TYPE: "request/invalid",
};

/** The expected failure in an error that tRPC answers. */
export function appErrorOf(error: TRPCError): AppError {
  if (isAppError(error.cause)) return error.cause;
  // an address or body that is not JSON, or not UTF-8
  const isUnread = error.cause instanceof SyntaxError || error.cause instanceof URIError;
  const code = isUnread ? "request/invalid" : REFUSALS[error.code];
  return code ? new AppError(code, { cause: error }) : toAppError(error);
}

/** When to try again, where a call of the batch says so. */
export function retryAfterOf(errors: readonly TRPCError[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...errors.map((error) => retryAfter(appErrorOf(error))));
}

/** HTTP status of an answer with errors; undefined, which leaves tRPC's, when it has none or they differ. */
export function statusOfErrors(errors: readonly TRPCError[]): number | undefined {
  const statuses = new Set(errors.map((error) => httpStatusOf(appErrorOf(error).code)));
  return statuses.size === 1 ? [...statuses][0] : undefined;
}

const PING_MS = 10_000;

const trpc = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    // a connection that died silently is noticed on both sides
    sse: {
      ping: { enabled: true, intervalMs: PING_MS },
      client: { reconnectAfterInactivityMs: 3 * PING_MS },
    },
    errorFormatter: ({ shape, error }) => {
      const appError = appErrorOf(error);
      const { code: appCode, message, facts } = errorBody(appError).error;
      return {
        ...shape,
        message,
        data: {
          code: trpcCodeOf(appCode),
          httpStatus: httpStatusOf(appCode),
          path: shape.data.path,
          appCode,
          facts,
          detail: appError.detail,
        },
      };
    },
  });

export const router = trpc.router;
export const mergeRouters = trpc.mergeRouters;
export const createCallerFactory = trpc.createCallerFactory;

/** Turns AppError, Zod's errors and surprises into tRPC's codes, once for all procedures. */
const mapErrors = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const appError = toAppError(result.error);
  throw new TRPCError({ code: trpcCodeOf(appError.code), message: appError.code, cause: appError });
});

const checkPermission = trpc.middleware(async ({ ctx, meta, next }) => {
  if (!meta) throw new AppError("request/forbidden");
  await countRequest(ctx, meta.limit);
  if (meta.permission !== "public") requirePermission(ctx, meta.permission);
  return next();
});

/** What the procedure reads and writes is the team's it was asked for. */
const inOwnTeam = trpc.middleware(({ ctx, next }) => inTeam(actingOf(ctx), () => next()));

/** Runs before any schema: refuses what no schema accepts and what the database cannot store. */
const checkRawInput = trpc.middleware(async ({ getRawInput, next }) => {
  const input = await getRawInput().catch((cause: unknown) => {
    throw new AppError("request/invalid", { facts: { field: "input" }, cause });
  });
  checkInput(input);
  return next();
});

/**
 * Starts every procedure: `procedure("photos:read").input(schema).query(…)`. There is no other way to make one.
 * @param permission `public` needs no sign-in
 * @param limit what a call costs
 */
export function procedure(permission: Permission | "public", limit: LimitClass = "usual") {
  return trpc.procedure
    .meta({ permission, limit })
    .use(mapErrors)
    .use(checkPermission)
    .use(inOwnTeam)
    .use(checkRawInput);
}
