import { AppError } from "@/lib/core/errors";

/** Why single sign-on brought somebody back without letting them in; no error where only the provider knows. */
export interface RefusedSignIn {
  readonly error: AppError | null;
}

/** What the server writes into the address of the sign-in page. @returns undefined for nothing */
export function refusedSignIn(search: string): RefusedSignIn | undefined {
  const code = new URLSearchParams(search).get("error");
  if (code === null) return undefined;
  return { error: code === "account/disabled" ? new AppError(code) : null };
}
