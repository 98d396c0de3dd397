/** Pages for somebody who is not signed in. */
export const DOORS: ReadonlySet<string> = new Set([
  "/sign-in",
  "/first",
  "/join",
  "/pair",
  "/reset",
  "/forgot",
]);
