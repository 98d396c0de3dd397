/** What a browser runs on, as far as it says; enough for a name that its person may change. */
export function deviceKind({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, "userAgent" | "maxTouchPoints">): "phone" | "tablet" | "computer" {
  if (/iPhone|iPod|Android.*Mobile|Mobile.*Firefox/.test(userAgent)) return "phone";
  // an iPad calls itself a Mac, and no Mac has a touch screen
  if (/iPad|Android|Tablet/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1))
    return "tablet";
  return "computer";
}
