import { z } from "zod";

/** What the repository's own benchmark wrote down (docs/bench.json). */
const reportSchema = z.object({
  measuredAt: z.iso.datetime(),
  machine: z.string(),
  rows: z.array(
    z.object({
      name: z.string(),
      ours: z.number(),
      peer: z.number().optional(),
      peerName: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
});

/** One row to compare a device with. Times in ms. */
export interface ReferenceRow {
  readonly program: "forage" | "peer";
  /** Of the other program, with what it ran on. */
  readonly peerName?: string;
  readonly networkMs: number;
  readonly totalMs: number;
  /** Size of the network and threads. */
  readonly note: string;
}

export interface Reference {
  readonly measuredAt: string;
  readonly machine: string;
  readonly rows: readonly ReferenceRow[];
}

const WHOLE = "photo to boxes, WASM, example picture";
const NETWORK = "of that, the network";

/**
 * The rows of a whole photo on WASM, ours and the other program's, from the benchmark's report.
 * @throws ZodError if it is no such report
 */
export function readReference(report: unknown): Reference {
  const { measuredAt, machine, rows } = reportSchema.parse(report);
  const [whole, network] = [WHOLE, NETWORK].map((wanted) => rows.find(({ name }) => name === wanted));
  if (!whole || !network) return { measuredAt, machine, rows: [] };
  const note = whole.note ?? "";
  const own: ReferenceRow = { program: "forage", networkMs: network.ours, totalMs: whole.ours, note };
  if (whole.peer === undefined || network.peer === undefined) return { measuredAt, machine, rows: [own] };
  const peer: ReferenceRow = {
    program: "peer",
    peerName: whole.peerName ?? "",
    networkMs: network.peer,
    totalMs: whole.peer,
    note,
  };
  return { measuredAt, machine, rows: [own, peer] };
}
