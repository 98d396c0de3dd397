/** A helper's thread: runs its share of the network on memory that it shares with the detection worker. */
import { runPiece, type ThreadStep } from "./thread-steps";
import { helpOnce } from "./work-sharing";

/** What the detection worker sends to a helper, once. */
export interface HelperStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly steps: readonly ThreadStep[];
  /** This helper's number, from 1. */
  readonly thread: number;
}

interface HelperScope {
  onmessage: ((event: MessageEvent<HelperStart>) => void) | null;
  postMessage(message: "ready"): void;
}
const scope = self as unknown as HelperScope;

scope.onmessage = ({ data: { module, memory, control, steps, thread } }) => {
  const { exports } = new WebAssembly.Instance(module, { e: { m: memory } });
  const runs = steps.map(({ name }) => exports[name] as (...parameters: number[]) => void);
  const pieces = steps.map((step) => ({ pieces: step.pieces, mine: step.name === "" }));
  scope.postMessage("ready");
  for (;;) helpOnce(control, pieces, (step, piece) => runPiece(steps[step]!, runs[step]!, piece, thread));
};
