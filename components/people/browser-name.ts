/** A browser's own line says much; people know it by its name and system. */
export function browserName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(userAgent)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|CrOS|Linux)/.exec(userAgent)?.[1];
  const name = browser === "Edg" ? "Edge" : browser === "OPR" ? "Opera" : browser;
  return [name, system].filter(Boolean).join(", ") || userAgent.slice(0, 40);
}
