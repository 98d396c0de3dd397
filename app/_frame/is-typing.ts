/** True while a key press belongs to a field or an open dialog. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as Element | null;
  return Boolean(
    target?.closest?.(
      "input:not([type=range]), textarea, select, [contenteditable=true], [role=dialog], [role=menu]",
    ),
  );
}
