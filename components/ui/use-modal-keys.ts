import { type KeyboardEvent, useRef } from "react";

/**
 * What Radix leaves out of a modal for the keyboard, as props of its content. Escape closes it from its first moment:
 * Radix listens only some time after the focus is inside; what it has closed for this key itself, the modal or a menu
 * in it, has taken back the key's default. And the focus goes back to where it was, also when no button of the
 * modal's own opened it.
 */
export function useModalKeys(close: () => void) {
  const before = useRef<Element | null>(null);
  return {
    onKeyDown(event: KeyboardEvent): void {
      if (event.key === "Escape" && !event.isDefaultPrevented()) close();
    },
    onOpenAutoFocus(): void {
      before.current = document.activeElement;
    },
    onCloseAutoFocus(event: Event): void {
      const { current: element } = before;
      // whoever closed the modal may have put the focus somewhere
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (!isFree || !(element instanceof HTMLElement) || !element.isConnected) return;
      event.preventDefault();
      element.focus({ preventScroll: true });
    },
  };
}
