import { assembleModule, Code } from "@/lib/core/wasm/assembler";

/** What this browser's WebAssembly can do: relaxed fused multiply-add, vectors of four floats, or neither. */
export type InstructionSet = "fused" | "vector" | "scalar";

/** Asks the browser by validating a function of a few bytes. */
export function instructionSet(): InstructionSet {
  if (isValid(true)) return "fused";
  return isValid(false) ? "vector" : "scalar";
}

function isValid(fused: boolean): boolean {
  const code = new Code(0, fused);
  const sum = code.local("v128");
  code.multiplyAdd(
    sum,
    () => code.get(sum),
    () => code.get(sum),
  );
  return WebAssembly.validate(assembleModule([{ name: "f", code }], { pages: 1, shared: false }));
}
