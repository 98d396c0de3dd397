import { AppError } from "@/lib/core/errors";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** An operating system's error as the expected failure it is; anything else comes back as it was. */
export function diskError(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case "ENOENT":
      return new AppError("storage/missing", { cause: error });
    case "EACCES":
    case "EPERM":
      return new AppError("storage/read-only", { facts: { folder }, cause: error });
    default:
      return machineError(error, { folder }) ?? error;
  }
}

/**
 * A full disk, a read-only one or a name that is too long, however deep in the causes: errors possible wherever a file
 * is written. Undefined for anything else; a file that is missing or forbidden means something only where it was asked for.
 */
export function machineError(error: unknown, facts: { readonly folder?: string } = {}): AppError | undefined {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new AppError("storage/disk-full", { facts, cause: error });
    case "EROFS":
      return new AppError("storage/read-only", { facts, cause: error });
    case "ENAMETOOLONG":
      return new AppError("request/invalid", { facts: { field: "a name is too long" }, cause: error });
    default:
      return error instanceof Error && error.cause !== undefined
        ? machineError(error.cause, facts)
        : undefined;
  }
}
