import { AppError } from "@/lib/core/errors";

/** An operating system's error as the expected failure it is; anything else comes back as it was. */
export function diskError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new AppError("storage/disk-full", { facts: { folder }, cause: error });
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new AppError("storage/read-only", { facts: { folder }, cause: error });
    case "ENOENT":
      return new AppError("storage/missing", { cause: error });
    default:
      return error;
  }
}
