import type { KeyboardEvent } from "react";

/**
 * Closes a modal on Escape, from its first moment: Radix listens only some time after the focus is inside. What Radix
 * has closed for this key, the modal or a menu in it, has taken back the key's default.
 */
export function closeOnEscape(event: KeyboardEvent, close: () => void): void {
  if (event.key === "Escape" && !event.isDefaultPrevented()) close();
}
