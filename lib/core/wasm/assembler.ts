/**
 * A small WebAssembly assembler: functions on one imported memory, built instruction by instruction. It writes the
 * binary format directly, so that code can be made where it runs, for the network that was just loaded.
 * Source: WebAssembly core specification 3.0, section 5 (binary format).
 */

export type ValueType = "i32" | "f32" | "v128";
const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** A local variable of the function being written. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** Unsigned LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const more = rest > 127;
    bytes.push((rest & 127) | (more ? 128 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 127;
    rest >>= 7;
    if ((rest === 0 && !(byte & 64)) || (rest === -1 && byte & 64)) {
      bytes.push(byte);
      return bytes;
    }
    bytes.push(byte | 128);
  }
}

const VECTOR = {
  load: 0,
  loadSplat: 9,
  store: 11,
  add: 0xe4,
  sub: 0xe5,
  mul: 0xe6,
  div: 0xe7,
  sqrt: 0xe3,
  neg: 0xe1,
  min: 0xe8,
  max: 0xe9,
  pmin: 0xea,
  pmax: 0xeb,
  splat: 19,
  integerAdd: 0xae,
  shortAdd: 0x8e,
  shortsOfLowBytes: 0x89,
  shortsOfHighBytes: 0x8a,
  floatsOfIntegers: 0xfb,
  and: 0x4e,
  shiftLeft: 0xab,
  relaxedMadd: 0x105,
} as const;

/** Vector operations that take what lies on the stack and have no immediate. */
export type VectorOperation = Exclude<keyof typeof VECTOR, "load" | "loadSplat" | "store">;

/** Bytes of a called function's index: LEB128 that is not shortened. */
const INDEX_BYTES = 3;

/** The instructions of one function. Methods append and return `this`. */
export class Code {
  readonly bytes: number[] = [];
  private readonly localTypes: ValueType[] = [];
  private readonly calls: { readonly at: number; readonly name: string }[] = [];
  private depth = 0;

  /**
   * @param parameters how many 32-bit integers the function takes
   * @param fused use relaxed fused multiply-add, which not every browser has
   */
  constructor(
    readonly parameters: number,
    readonly fused: boolean,
  ) {}

  parameter(index: number): Local {
    return { index, type: "i32" };
  }

  local(type: ValueType): Local {
    this.localTypes.push(type);
    return { index: this.parameters + this.localTypes.length - 1, type };
  }

  get(local: Local): this {
    return this.push(0x20, ...leb(local.index));
  }

  set(local: Local): this {
    return this.push(0x21, ...leb(local.index));
  }

  tee(local: Local): this {
    return this.push(0x22, ...leb(local.index));
  }

  integer(value: number): this {
    return this.push(0x41, ...signedLeb(value));
  }

  add(): this {
    return this.push(0x6a);
  }

  subtract(): this {
    return this.push(0x6b);
  }

  multiply(): this {
    return this.push(0x6c);
  }

  /** Remainder of two unsigned integers. */
  remainder(): this {
    return this.push(0x70);
  }

  /** target = source + bytes */
  advance(target: Local, bytes: number, source: Local = target): this {
    this.get(source);
    if (bytes !== 0) this.integer(bytes).add();
    return this.set(target);
  }

  /** The local's value, or 0 where it is negative. */
  notNegative(local: Local): this {
    // x & ~(x >> 31)
    this.get(local).get(local).integer(31).push(0x75);
    return this.integer(-1).push(0x73, 0x71);
  }

  /** The smaller of the two 32-bit unsigned integers in the locals. */
  smaller(left: Local, right: Local): this {
    return this.get(left).get(right).get(left).get(right).push(0x49, 0x1b);
  }

  /** Repeats `body` while `again` leaves a true value; the body runs at least once. */
  repeat(body: () => void, again: () => void): this {
    this.push(0x03, 0x40);
    this.depth++;
    body();
    again();
    this.push(0x0d, 0);
    this.depth--;
    return this.push(0x0b);
  }

  /** Counts `counter` from where it is up to `end` (a local, exclusive) by `step`; nothing runs where none is left. */
  countTo(counter: Local, end: Local, step: number, body: () => void): this {
    this.get(counter).get(end).push(0x49, 0x04, 0x40); // if counter < end
    this.repeat(body, () => this.get(counter).integer(step).add().tee(counter).get(end).push(0x49));
    return this.push(0x0b);
  }

  /** Leaves whether `left` is below `right`, both unsigned. */
  isLess(left: Local, right: Local): this {
    return this.get(left).get(right).push(0x49);
  }

  /** Runs the body if `left` is below `right`, both unsigned. */
  whenLess(left: Local, right: Local, body: () => void): this {
    this.get(left).get(right).push(0x49, 0x04, 0x40);
    body();
    return this.push(0x0b);
  }

  /** Calls another function of the module with what lies on the stack. */
  call(name: string): this {
    this.push(0x10);
    this.calls.push({ at: this.bytes.length, name });
    // its index, in a fixed number of bytes, is known once the module is put together
    return this.push(...new Array<number>(INDEX_BYTES).fill(0));
  }

  /** Four floats from the address on the stack plus `offset`. */
  load(offset = 0): this {
    return this.vector(VECTOR.load).push(2, ...leb(offset));
  }

  /** One float from the address on the stack plus `offset`, four times. */
  loadSplat(offset = 0): this {
    return this.vector(VECTOR.loadSplat).push(2, ...leb(offset));
  }

  /** Four unsigned 16-bit integers, each as 32 bits, from the address on the stack plus `offset`. */
  loadShorts(offset = 0): this {
    return this.vector(4).push(3, ...leb(offset));
  }

  /** A 32-bit integer from the address on the stack plus `offset`. */
  loadInteger(offset = 0): this {
    return this.push(0x28, 2, ...leb(offset));
  }

  /** Stores the first `count` (1 to 4) of the four floats in `value` at `address` + `offset`. */
  store(address: Local, value: Local, offset = 0, count = 4): this {
    if (count === 4) {
      this.get(address).get(value);
      return this.vector(VECTOR.store).push(2, ...leb(offset));
    }
    for (let lane = 0; lane < count; lane++) {
      this.get(address).get(value);
      this.vector(0x5a).push(2, ...leb(offset + lane * 4), lane); // store32_lane
    }
    return this;
  }

  /** A vector of the same float four times. */
  constant(value: number): this {
    const bytes = [...new Uint8Array(Float32Array.of(value).buffer)];
    return this.vector(12).push(...bytes, ...bytes, ...bytes, ...bytes);
  }

  /** A vector of the same 32-bit integer four times. */
  integers(value: number): this {
    const bytes = [...new Uint8Array(Int32Array.of(value).buffer)];
    return this.vector(12).push(...bytes, ...bytes, ...bytes, ...bytes);
  }

  /** The four floats in `value`, in another order. */
  reorder(value: Local, order: readonly [number, number, number, number]): this {
    const bytes = order.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte));
    return this.get(value)
      .get(value)
      .vector(13)
      .push(...bytes);
  }

  do(operation: VectorOperation): this {
    return this.vector(VECTOR[operation]);
  }

  /** sum = left × right + sum, rounded once where fused. */
  multiplyAdd(sum: Local, left: () => void, right: () => void): this {
    if (this.fused) {
      left();
      right();
      return this.get(sum).do("relaxedMadd").set(sum);
    }
    this.get(sum);
    left();
    right();
    return this.do("mul").do("add").set(sum);
  }

  /**
   * The function's entry in the code section.
   * @param indexOf position of a function in the module
   */
  finish(indexOf: (name: string) => number): number[] {
    if (this.depth !== 0) throw new RangeError("a loop is not closed");
    for (const { at, name } of this.calls) {
      const index = indexOf(name);
      for (let byte = 0; byte < INDEX_BYTES; byte++) {
        this.bytes[at + byte] = ((index >>> (7 * byte)) & 127) | (byte < INDEX_BYTES - 1 ? 128 : 0);
      }
    }
    const groups: [number, ValueType][] = [];
    for (const type of this.localTypes) {
      const last = groups.at(-1);
      if (last?.[1] === type) last[0]++;
      else groups.push([1, type]);
    }
    const locals = groups.flatMap(([count, type]) => [...leb(count), TYPE_CODES[type]]);
    const head = [...leb(groups.length), ...locals];
    const length = head.length + this.bytes.length + 1;
    return [...leb(length), ...head, ...this.bytes, 0x0b];
  }

  private vector(operation: number): this {
    return this.push(0xfd, ...leb(operation));
  }

  private push(...bytes: readonly number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}

export interface AssembledFunction {
  readonly name: string;
  readonly code: Code;
}

export interface ModuleMemory {
  readonly pages: number;
  /** Shared between threads; such a memory cannot grow. */
  readonly shared: boolean;
}

/** @returns the bytes of a module that imports the memory `e.m` and exports every function by its name */
export function assembleModule(
  functions: readonly AssembledFunction[],
  memory: ModuleMemory,
): Uint8Array<ArrayBuffer> {
  const parameterCounts = [...new Set(functions.map(({ code }) => code.parameters))];
  const types = parameterCounts.map((count) => [
    0x60,
    ...leb(count),
    ...Array<number>(count).fill(TYPE_CODES.i32),
    0,
  ]);
  const names = functions.map(({ name }) => name);
  const indexOf = (name: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new RangeError(`no function ${name} in the module`);
    return index;
  };
  const limits = memory.shared ? [3, ...leb(memory.pages), ...leb(memory.pages)] : [0, ...leb(memory.pages)];
  const parts = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [...leb(types.length), ...types.flat()]),
    section(2, [1, ...text("e"), ...text("m"), 2, ...limits]),
    section(3, [
      ...leb(functions.length),
      ...functions.flatMap(({ code }) => leb(parameterCounts.indexOf(code.parameters))),
    ]),
    section(7, [
      ...leb(functions.length),
      ...functions.flatMap(({ name }, index) => [...text(name), 0, ...leb(index)]),
    ]),
    section(10, [leb(functions.length), ...functions.map(({ code }) => code.finish(indexOf))].flat()),
  ];
  return Uint8Array.from(parts.flat());
}

const section = (id: number, content: readonly number[]) => [id, ...leb(content.length), ...content];

/** A name of ASCII letters. */
function text(value: string): number[] {
  return [...leb(value.length), ...[...value].map((letter) => letter.charCodeAt(0))];
}
