import { GpuEngine } from "@/lib/client/detection/engine/gpu/gpu-engine";
import {
  differenceIn,
  differenceInFound,
  floorFor,
  makeSelfCheck,
  type SelfCheck,
} from "@/lib/client/detection/engine/gpu/self-check";
import { EngineUnsupported } from "@/lib/client/detection/engine/shapes";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { wholeGraph } from "@/lib/client/detection/graph/whole-graph";
import {
  provideRuntime,
  type Runtime,
  type RuntimeOptions,
  RuntimeUnavailable,
} from "@/lib/client/detection/runtime/runtime";
import { type OpenedGpu, openGpu, watchErrors } from "@/lib/client/detection/runtime/webgpu/open-gpu";
import { describeFailure } from "@/lib/client/detection/worker/failures";
import { SCORE_FLOOR } from "@/lib/core/detection/types";

provideRuntime("webgpu", {
  async create(graph, options) {
    const gpu = await openGpu(options.allowSoftware);
    // compiles while the weights arrive
    const opening = watchErrors(gpu.device, () => GpuEngine.create(graph, gpu.device));
    opening.catch(() => undefined);
    const whole = await wholeGraph(graph);
    let check: SelfCheck | undefined;
    try {
      check = makeSelfCheck(whole);
      return await createOwn(await opening, gpu, check);
    } catch (error) {
      const { reason, detail } = describeFailure(error, "init-failed");
      if (reason !== "init-failed") throw error;
      gpu.device.destroy();
      return createStock(whole, options, check, detail);
    }
  },
});

async function createOwn(
  engine: GpuEngine,
  { device, detail, lost }: OpenedGpu,
  check: SelfCheck,
): Promise<Runtime> {
  const runWhole = async (input: Float32Array) => {
    const { detections = new Float32Array(), features = new Float32Array() } = await engine.run(input);
    return { detections, features };
  };
  const run = (input: Float32Array, scoreFloor?: number) =>
    watchErrors(device, async () => {
      const found = scoreFloor === undefined ? undefined : await engine.find(input, scoreFloor);
      return found ?? runWhole(input);
    });
  const wrong = await wrongAnswer(run, check);
  if (wrong) {
    engine.dispose();
    throw new EngineUnsupported(wrong);
  }
  return {
    detail: `${detail}, own shaders`,
    lost,
    async warmUp() {
      await run(new Float32Array(engine.inputLength), SCORE_FLOOR);
    },
    run,
    liveTensors: () => engine.liveBuffers,
    dispose: () => engine.dispose(),
  };
}

/** What is wrong with this graphics card's answers, whole and as candidates. */
async function wrongAnswer(run: Runtime["run"], check: SelfCheck): Promise<string | undefined> {
  const whole = await run(check.input);
  const wrong = differenceIn(whole, check);
  if (wrong) return wrong;
  const floor = floorFor(whole.detections, check.anchors);
  if (!(floor > 0)) return undefined;
  const found = await run(check.input, floor);
  return differenceInFound(found.detections, whole.detections, { anchors: check.anchors, floor });
}

/** TensorFlow.js's kernels, for a network or a graphics card that the engine is not for. They are checked too. */
async function createStock(
  graph: Graph,
  options: RuntimeOptions,
  check: SelfCheck | undefined,
  why: string,
): Promise<Runtime> {
  const runtime = await options.loadStock().create(graph, options);
  if (check) {
    await runtime.warmUp();
    const wrong = differenceIn(await runtime.run(check.input), check);
    if (wrong) throw new RuntimeUnavailable("init-failed", `${runtime.detail}, ${wrong}`);
  }
  return { ...runtime, detail: `${runtime.detail}, stock kernels: ${why}` };
}
