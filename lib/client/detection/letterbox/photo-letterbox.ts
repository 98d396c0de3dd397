import { instructionSet } from "@/lib/client/detection/engine/instruction-set";
import type { PhotoRows } from "@/lib/client/detection/letterbox/photo-rows";
import { Workspace } from "@/lib/client/detection/letterbox/workspace";
import { type Letterboxed, letterboxRows, planLetterbox } from "@/lib/core/detection/letterbox";
import { letterboxModule, MOST_ROWS } from "@/lib/core/detection/letterbox-kernels";
import type { Size } from "@/lib/core/geometry/box";

/** Scales photos to a network's square, as `lib/core/detection/letterbox` does and several times as fast: NHWC. */
export class PhotoLetterbox {
  private readonly module: WebAssembly.Module | undefined;
  private idle: Workspace | undefined;

  constructor(private readonly inputSize: number) {
    if (instructionSet() !== "scalar") this.module = new WebAssembly.Module(letterboxModule());
  }

  /** Whether it takes a photo in other formats than `rgba`. */
  takesAnyFormat(photo: Size): boolean {
    return this.module !== undefined && planLetterbox(photo, this.inputSize).block <= MOST_ROWS;
  }

  /** @throws RangeError if an edge is not a positive integer or the format is not taken; what `readRows` throws */
  async run(rows: PhotoRows, photo: Size): Promise<Letterboxed> {
    const plan = planLetterbox(photo, this.inputSize);
    if (!this.module || plan.block > MOST_ROWS) {
      if (rows.format !== "rgba") throw new RangeError(`${rows.format} is not taken here`);
      return letterboxRows(rows.readRows, photo, this.inputSize, "nhwc");
    }
    // another photo may be scaled while this one's rows are read
    const workspace = this.idle ?? new Workspace(this.module);
    this.idle = undefined;
    try {
      return await workspace.run(rows, photo, this.inputSize, plan);
    } finally {
      this.idle = workspace;
    }
  }
}
