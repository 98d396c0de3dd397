import type { Activation } from "@/lib/client/detection/engine/activation";

/** WGSL of an activation of `value`, which may be a float or four. */
export function activated(activation: Activation, value: string): string {
  switch (activation) {
    case "linear":
      return value;
    case "relu":
      return `max(${value}, ${value} * 0.0)`;
    case "relu6":
      return `clamp(${value}, ${value} * 0.0, ${value} * 0.0 + 6.0)`;
    case "sigmoid":
      return `(1.0 / (1.0 + exp(-${value})))`;
    case "swish":
      return `(${value} / (1.0 + exp(-${value})))`;
  }
}
