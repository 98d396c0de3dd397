import { expect, it, vi } from "vitest";
import { play } from "./rounds";

// starts two databases, and processes that are killed
vi.setConfig({ testTimeout: 600_000 });

/** One round each; `npm run faults` has more kinds, and as many rounds as one likes. */
const KINDS = [
  "SIGKILL of PostgreSQL",
  "connections cut",
  "clock jumps",
  "store answers 503",
  "replica lost in the middle of its jobs",
];

it("loses nothing that was acknowledged, shows no half, and goes on by itself, whatever breaks", async () => {
  const { rows, unexpected } = await play({ rounds: KINDS.length, kinds: KINDS, log: () => undefined });
  expect(rows.flatMap(({ kind, wrong }) => wrong.map((what) => `${kind}: ${what}`))).toEqual([]);
  expect(unexpected).toEqual([]);
  expect(rows.map(({ rounds }) => rounds)).toEqual(KINDS.map(() => 1));
  for (const { acknowledged } of rows) expect(acknowledged).toBeGreaterThan(0);
});
