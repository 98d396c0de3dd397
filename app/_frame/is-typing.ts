/** True while a key press belongs to a field or an open dialog. A dialog that is fading out takes no keys. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as Element | null;
  return Boolean(
    target?.closest?.(
      "input:not([type=range]), textarea, select, [contenteditable=true], [role=dialog]:not([data-state=closed]), [role=menu]:not([data-state=closed])",
    ),
  );
}
