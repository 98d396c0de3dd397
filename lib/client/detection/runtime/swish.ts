import type { Tensor } from "@tensorflow/tfjs-core";
import type { SwishFusion } from "@/lib/client/detection/graph/graph-runner";

/** A shader program as the GPU backends take it. */
export interface ShaderProgram {
  shaderKey?: string;
  userCode?: string;
  getUserCode?: () => string;
}

/**
 * Turns the sigmoid of whatever programs start while `run` runs into x · sigmoid(x). Stock kernels fuse a sigmoid
 * into a convolution but no swish; its one line of shader code is all that differs.
 */
export class SwishRewriter implements SwishFusion {
  readonly activation = "sigmoid";
  private active = false;

  /** @param rewrite replaces the sigmoid in one program's code, unchanged if it has none */
  constructor(private readonly rewrite: (code: string) => string) {}

  run(convolve: () => Tensor): Tensor {
    this.active = true;
    try {
      return convolve();
    } finally {
      this.active = false;
    }
  }

  /** To be called with each program before its backend compiles it or looks it up; changes it in place. */
  adapt(program: ShaderProgram): void {
    if (!this.active) return;
    const { getUserCode, userCode } = program;
    if (getUserCode) {
      program.getUserCode = () => this.rewrite(getUserCode.call(program));
      // Compiled pipelines are kept by this key, which knows the activation's name only.
      program.shaderKey = `swish ${program.shaderKey}`;
    } else if (userCode !== undefined) {
      program.userCode = this.rewrite(userCode);
    }
  }
}
