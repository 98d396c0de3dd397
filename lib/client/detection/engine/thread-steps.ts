import type { EngineStep } from "./lower";

/** A step as a thread runs it: plain data, so that it can be sent to one. */
export interface ThreadStep {
  /** Name of the function in the module; empty for a step that only the first thread can run. */
  readonly name: string;
  readonly addresses: readonly number[];
  /** Bytes that an address moves with each thread, where threads work in parts of their own. */
  readonly perThread: readonly number[];
  readonly rows: number;
  readonly panels: number | undefined;
  /** Equal parts that threads take one after another. */
  readonly pieces: number;
  readonly cut: "rows" | "panels";
}

/** A step of less work, in products, is not worth sharing. */
const SMALLEST_SHARED = 100_000;
/** Parts for each thread: more than one, so that a thread that is held up costs little. */
const PIECES_PER_THREAD = 4;

/** Panels for each piece from which on it does not matter that they do not divide. */
const MANY = 3;

/** How much longer the largest piece is than the mean one. */
const overhang = (count: number, pieces: number) => (Math.ceil(count / pieces) * pieces) / count;

/** Cuts the steps of a network for a number of threads. Blocks must have their places. */
export function threadSteps(
  steps: readonly EngineStep[],
  threads: number,
  smallestShared = SMALLEST_SHARED,
): ThreadStep[] {
  return steps.map((step) => {
    if (step.kind === "plain") {
      return { name: "", addresses: [], perThread: [], rows: 1, panels: undefined, pieces: 1, cut: "rows" };
    }
    const { name, rows, panels } = step;
    const addresses = step.places.map(({ block, offset }) => (block.start + offset) * 4);
    const perThread = step.places.map(({ perThread: floats = 0 }) => floats * 4);
    const wanted = threads * PIECES_PER_THREAD;
    // by panels where they divide well: each thread then reads its own weights only
    const isEven = panels !== undefined && overhang(panels, wanted) <= overhang(rows, wanted);
    const cut = isEven || (panels ?? 0) >= wanted * MANY ? "panels" : "rows";
    const most = cut === "panels" ? panels! : rows;
    return {
      name,
      addresses,
      perThread,
      rows,
      panels,
      cut,
      pieces:
        threads > 1 && (step.work ?? step.multiplications) >= smallestShared ? Math.min(wanted, most) : 1,
    };
  });
}

/** Runs one part of a step, as one of the threads (0 is the first). */
export function runPiece(
  step: ThreadStep,
  run: (...parameters: number[]) => void,
  piece: number,
  thread: number,
): void {
  const { rows, panels, pieces, cut } = step;
  const addresses = step.addresses.map((address, at) => address + thread * step.perThread[at]!);
  const [from, to] = [piece, piece + 1].map((at) =>
    Math.floor((at * (cut === "panels" ? panels! : rows)) / pieces),
  );
  if (panels === undefined) run(...addresses, from!, to!);
  else if (cut === "panels") run(...addresses, 0, rows, from!, to!);
  else run(...addresses, from!, to!, 0, panels);
}
