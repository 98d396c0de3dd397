import { z } from "zod";

/**
 * One line of the benchmark. `scripts/bench/browser.ts`, `network.ts` and `server.ts` print one JSON object a line
 * on stdout (nothing else there); `scripts/bench.ts` runs them, prints the table and writes docs/BENCH.md.
 */
export const benchRowSchema = z.object({
  /** Which part of the table. */
  group: z.enum(["browser", "network", "server"]),
  /** What was measured, e.g. "photo to boxes, WASM". */
  name: z.string().min(1),
  unit: z.enum(["ms", "bytes", "photos/s"]),
  /** Median of ours. */
  ours: z.number(),
  /** Median of the peer on the same model and photo, where there is one. */
  peer: z.number().optional(),
  peerName: z.string().optional(),
  /** Repeats behind the medians. */
  runs: z.number().int().positive().optional(),
  /** Adapter, thread count, or why there is no figure. */
  note: z.string().optional(),
});
export type BenchRow = z.infer<typeof benchRowSchema>;
