import { z } from "zod";

const KEY = "forage.return-to";
/** A page of this app, and nothing another site could have put there. */
const pathSchema = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/);

/** Where somebody goes on once they have signed in; kept by this window alone. */
export function rememberReturn(path: string): void {
  try {
    sessionStorage.setItem(KEY, path);
  } catch {
    // blocked storage: they go on at the first page
  }
}

/** Where to go on, once. */
export function takeReturn(): string | null {
  try {
    const path = pathSchema.safeParse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return path.success ? path.data : null;
  } catch {
    return null;
  }
}
