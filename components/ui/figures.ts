/** "93.8", mAP or AP in points of a hundred. */
export function inPoints(value: number): string {
  return (100 * value).toFixed(1);
}

/** "+1.2" or "−0.4": a difference in points. */
export function signedPoints(value: number): string {
  const text = Math.abs(100 * value).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return `${value > 0 ? "+" : "−"}${text}`;
}

/** "22 Nov 2026, 14:05" in the reader's time zone. */
export function moment(iso: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}
