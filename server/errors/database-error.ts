import { AppError } from "@/lib/core/errors";

/** Node's and PostgreSQL's codes for a server that is gone, stopping or starting. Source: PostgreSQL 18, appendix A. */
const DOWN_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
  // a statement that took longer than the web server waits
  "57014",
]);

/** Classes of SQLSTATE that only the values of a query can cause: data exceptions and limits of a row or index. */
const VALUE_CLASSES = /^(?:22|54)[0-9A-Z]{3}$/;
/** Two at the same time: a row that is already there, one that is gone, a deadlock, a serialisation failure. */
const CONFLICT_CODES = new Set(["23505", "23503", "40P01", "40001"]);

function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? innermost(error.cause) : error;
}

function holdsAppError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "AppError" || holdsAppError(error.cause);
}

/**
 * The expected failures among what a query threw: database gone, its disk full, a value it cannot hold, two changes at
 * once. Anything else comes back as it was, and so does what is an AppError already: a foreign address that refuses
 * the connection is not the database's.
 */
export function databaseError(error: unknown): unknown {
  if (holdsAppError(error)) return error;
  const source = innermost(error);
  if (!(source instanceof Error)) return error;
  const code = "code" in source ? String(source.code) : "";
  if (code === "53100")
    return new AppError("storage/disk-full", { facts: { folder: "database" }, cause: error });
  if (VALUE_CLASSES.test(code))
    return new AppError("request/invalid", {
      facts: { field: "a value is out of range, or holds characters that cannot be stored" },
      cause: error,
    });
  if (CONFLICT_CODES.has(code)) return new AppError("request/conflict", { cause: error });
  const isDown =
    DOWN_CODES.has(code) ||
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(source.message);
  if (!isDown) return error;
  return new AppError("server/database-down", { facts: { reason: code || "connection lost" }, cause: error });
}
