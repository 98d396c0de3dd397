/** Just enough of a WebAssembly assembler for one small function on memory that another module owns. */

/** Unsigned LEB128. */
export const leb = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];

export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];

export interface FunctionToAssemble {
  readonly name: string;
  /** How many 32-bit integers it takes; it gives nothing back. */
  readonly parameters: number;
  /** How many more locals it has, and their type's code. */
  readonly locals: readonly [number, number];
  /** Instructions, the final `end` included. */
  readonly body: readonly number[];
}

const section = (id: number, content: readonly number[]) => [id, ...leb(content.length), ...content];
const text = (value: string) => [value.length, ...[...value].map((letter) => letter.charCodeAt(0))];

/** @returns a module that imports the memory `e.m` and exports the function by its name */
export function assemble({ name, parameters, locals, body }: FunctionToAssemble): Uint8Array<ArrayBuffer> {
  const code = [1, ...locals, ...body];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...Array<number>(parameters).fill(0x7f), 0]),
    ...section(2, [1, ...text("e"), ...text("m"), 2, 0, 1]), // memory of at least 1 page
    ...section(3, [1, 0]),
    ...section(7, [1, ...text(name), 0, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]);
}
