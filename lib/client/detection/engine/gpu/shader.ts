import { type GpuStep, GROUP_SIZE } from "./step";

/** Workgroups in one dimension of a dispatch, which every device allows. */
const MOST_GROUPS = 65_535;

/** The buffers that every shader of the engine has. */
export const BINDINGS = { memory: 0, weights: 1, found: 2 } as const;

const IN_FOURS = `
@group(0) @binding(${BINDINGS.memory}) var<storage, read_write> memory: array<vec4f>;
fn load4(at: u32) -> vec4f { return memory[at >> 2u]; }
fn load(at: u32) -> f32 { return memory[at >> 2u][at & 3u]; }
fn store4(at: u32, value: vec4f) { memory[at >> 2u] = value; }`;

/** Writing one float of four might write the others too, so this memory is one of floats. */
const ONE_BY_ONE = `
@group(0) @binding(${BINDINGS.memory}) var<storage, read_write> memory: array<f32>;
fn load4(at: u32) -> vec4f { return vec4f(memory[at], memory[at + 1u], memory[at + 2u], memory[at + 3u]); }
fn load(at: u32) -> f32 { return memory[at]; }
fn store(at: u32, value: f32) { memory[at] = value; }
fn store4(at: u32, value: vec4f) {
  memory[at] = value.x;
  memory[at + 1u] = value.y;
  memory[at + 2u] = value.z;
  memory[at + 3u] = value.w;
}`;

export interface Shader {
  readonly code: string;
  readonly workgroups: readonly [across: number, down: number];
}

/** One shader for the steps of a level: each takes as many workgroups as it needs, one behind the other. */
export function shaderOf(steps: readonly GpuStep[]): Shader {
  const total = steps.reduce((sum, { groups }) => sum + groups, 0);
  const across = Math.min(total, MOST_GROUPS);
  const shared = Math.max(...steps.map((step) => step.shared));
  let first = 0;
  const branches = steps.map(({ groups, node, kind }, index) => {
    const begin = first;
    first += groups;
    return `// ${kind} ${node.replace(/[^\w./-]/g, " ")}
  if (group >= ${begin}u && group < ${first}u) { step${index}(group - ${begin}u, lane); }`;
  });
  const code = `${steps.some(({ single }) => single) ? ONE_BY_ONE : IN_FOURS}
@group(0) @binding(${BINDINGS.weights}) var<storage, read> weights: array<vec4f>;
${shared > 0 ? `var<workgroup> shared4: array<vec4f, ${shared}>;` : ""}
${steps.map((step, index) => `fn step${index}(group: u32, lane: u32) {${step.body()}\n}`).join("\n")}
@compute @workgroup_size(${GROUP_SIZE})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let group = id.x + id.y * ${across}u;
  ${branches.join("\n  ")}
}
`;
  return { code, workgroups: [across, Math.ceil(total / across)] };
}
