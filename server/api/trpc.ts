import { initTRPC, TRPCError } from "@trpc/server";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { AppError, isAppError } from "@/lib/core/errors";
import type { Context } from "./context";
import { toAppError } from "./error-mapping";
import { trpcCodeOf } from "./http-status";
import type { Permission } from "./permissions";

export interface ProcedureMeta {
  /** Checked before the procedure runs; a test walks the router and fails when one declares none. */
  readonly permission: Permission;
}

const trpc = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const appError = isAppError(error.cause) ? error.cause : toAppError(error);
      return {
        ...shape,
        message: sentenceOf(appError),
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          appCode: appError.code,
          facts: appError.facts,
        },
      };
    },
  });

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

/** Turns AppError, Zod's errors and surprises into tRPC's codes, once for all procedures. */
const mapErrors = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const appError = toAppError(result.error);
  throw new TRPCError({ code: trpcCodeOf(appError.code), message: sentenceOf(appError), cause: appError });
});

const checkPermission = trpc.middleware(({ ctx, meta, next }) => {
  if (!meta || !ctx.user.permissions.has(meta.permission)) throw new AppError("request/forbidden");
  return next();
});

/**
 * Starts every procedure: `procedure("photos:read").input(schema).query(…)`. There is no other way to make one.
 */
export function procedure(permission: Permission) {
  return trpc.procedure.meta({ permission }).use(mapErrors).use(checkPermission);
}
