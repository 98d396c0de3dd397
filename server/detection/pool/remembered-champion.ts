/** A move of the champion is seen after this long at the latest, ms. */
const REMEMBERED_MS = 1_000;

interface Remembered {
  readonly id: Promise<string>;
  readonly until: number;
}

/**
 * Asks for a team's champion at most once a second: the question goes to the database and to the folder of models, and many
 * photos come in a second. A failure is not remembered.
 */
export function rememberChampion(
  ask: () => Promise<string>,
  now: () => number = () => performance.now(),
): (team: string) => Promise<string> {
  const remembered = new Map<string, Remembered>();
  return (team) => {
    const known = remembered.get(team);
    if (known && now() < known.until) return known.id;
    for (const [other, { until }] of remembered) if (until <= now()) remembered.delete(other);
    const id = ask();
    remembered.set(team, { id, until: now() + REMEMBERED_MS });
    id.catch(() => remembered.delete(team));
    return id;
  };
}
