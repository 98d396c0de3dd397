import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { Budget } from "@/lib/core/gate/promotion-gate";
import type { GateRules } from "@/lib/core/gate/rules";
import type { ResolvedModel } from "@/server/models/service";

/** Bytes a browser downloads to run a model. */
export function browserBytes({ files }: ModelManifest): number {
  return files.filter(({ role }) => role.startsWith("tfjs")).reduce((sum, file) => sum + file.bytes, 0);
}

/**
 * Measures what a candidate costs, against the champion: size, time of a photo in the browser's WASM kernels, and
 * parity of the browser's form with ONNX Runtime.
 */
export async function measureBudgets(
  candidate: ResolvedModel,
  champion: ResolvedModel,
  rules: GateRules,
): Promise<readonly Budget[]> {
  const { measureLatency, measureParity } = await import("@/server/converter/parity/measure-runtime");
  const sizes = [browserBytes(candidate.manifest), browserBytes(champion.manifest)] as const;
  const parity = await measureParity(candidate);
  const [mine = 0, theirs = 0] = await measureLatency([candidate, champion]);
  return [
    {
      name: "size",
      candidate: sizes[0],
      champion: sizes[1],
      limit: sizes[1] * rules.maxSizeRatio,
      unit: "B",
    },
    { name: "latency", candidate: mine, champion: theirs, limit: theirs * rules.maxLatencyRatio, unit: "ms" },
    { name: "parity", candidate: parity, champion: null, limit: 1, unit: "of tolerance" },
  ];
}
