/** Fractions a kitchen has spoons and cups for. */
const FRACTIONS = [
  [1 / 8, "⅛"],
  [1 / 4, "¼"],
  [1 / 3, "⅓"],
  [1 / 2, "½"],
  [2 / 3, "⅔"],
  [3 / 4, "¾"],
] as const;

/**
 * Writes an amount for spoons, cups and pieces: 1.5 as "1½", 0.33 as "⅓"; other values are rounded
 * to the nearest kitchen fraction, never to 0.
 * @param value positive
 * @throws RangeError otherwise
 */
export function formatFraction(value: number): string {
  if (!(value > 0) || !Number.isFinite(value)) throw new RangeError(`amount ${value}`);
  if (value >= 10) return String(Math.round(value));
  const whole = Math.floor(value);
  const rest = value - whole;
  const steps = [[0, ""] as const, ...FRACTIONS, [1, "1"] as const];
  const [near, sign] = steps.reduce((best, step) =>
    Math.abs(step[0] - rest) < Math.abs(best[0] - rest) ? step : best,
  );
  if (near === 1) return String(whole + 1);
  if (near === 0) return whole === 0 ? "⅛" : String(whole);
  return `${whole === 0 ? "" : whole}${sign}`;
}

/** Rounds a weight or volume to what a scale or jug can show: 3 figures below 10, else whole, above 100 to 5. */
export function roundForScale(value: number): number {
  if (value < 10) return Math.round(value * 10) / 10;
  if (value < 100) return Math.round(value);
  return Math.round(value / 5) * 5;
}
