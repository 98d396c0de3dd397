import { AppError } from "@/lib/core/errors";

/** Node's and PostgreSQL's codes for a server that is gone, going or coming. Source: PostgreSQL 18, appendix A. */
const DOWN_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
]);

function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? innermost(error.cause) : error;
}

/**
 * The expected failures among what a query threw: database gone, or its disk full. Anything else comes back as it was.
 */
export function databaseError(error: unknown): unknown {
  const source = innermost(error);
  if (!(source instanceof Error)) return error;
  const code = "code" in source ? String(source.code) : "";
  if (code === "53100")
    return new AppError("storage/disk-full", { facts: { folder: "database" }, cause: error });
  const isDown =
    DOWN_CODES.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(source.message);
  if (!isDown) return error;
  return new AppError("server/database-down", { facts: { reason: code || "connection lost" }, cause: error });
}
