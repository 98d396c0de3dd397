import { Code, type Local } from "@/lib/core/wasm/assembler";

/** Everything a max pool's code is made for. Steps are in floats. */
export interface PoolShape {
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [top: number, left: number];
  readonly channels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outWidth: number;
  readonly inPixelStep: number;
  readonly inRowStep: number;
  readonly outPixelStep: number;
  readonly outRowStep: number;
}

/** Parameters of the function, by position. */
const [INPUT, OUTPUT, FIRST_ROW, END_ROW] = [0, 1, 2, 3];

/**
 * Writes a max pool. A tap outside the image reads the nearest pixel in it, which lies in the same window, so that the
 * greatest value stays the same. The function takes byte addresses and the rows to do.
 */
export function writeMaxPool(shape: PoolShape, fused: boolean): Code {
  const code = new Code(4, fused);
  const { kernel, stride, padding, channels } = shape;
  const [row, column, output, left, at] = Array.from({ length: 5 }, () => code.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const rows = Array.from({ length: kernel[0] }, () => code.local("i32"));
  const columns = Array.from({ length: kernel[1] }, () => code.local("i32"));
  const [edge, limit, channel] = Array.from({ length: 3 }, () => code.local("i32")) as [Local, Local, Local];
  const [most, value] = Array.from({ length: 2 }, () => code.local("v128")) as [Local, Local];

  /** target = clamp(index · step + tap − before, 0, size − 1) · bytes */
  const clamped = (target: Local, index: Local, step: number, shift: number, size: number, bytes: number) => {
    code.get(index).integer(step).multiply().integer(shift).add().set(at);
    code.notNegative(at).set(edge);
    code.integer(size - 1).set(limit);
    code.smaller(edge, limit).integer(bytes).multiply().set(target);
  };
  const window = (count: number) => {
    let first = true;
    for (const y of rows) {
      for (const x of columns) {
        code.get(code.parameter(INPUT)).get(y).add().get(x).add().get(channel).add().load();
        if (first) code.set(most);
        else {
          code.set(value);
          code.get(most).get(value).do("pmax").set(most);
        }
        first = false;
      }
    }
    code.get(output).get(channel).add().set(at);
    code.store(at, most, 0, count);
  };
  const whole = Math.floor(channels / 4) * 16;
  const end = code.local("i32");
  code.integer(whole).set(end);
  code.get(code.parameter(FIRST_ROW)).set(row);
  code.countTo(row, code.parameter(END_ROW), 1, () => {
    rows.forEach((target, tap) => {
      clamped(target, row, stride[0], tap - padding[0], shape.inHeight, shape.inRowStep * 4);
    });
    code
      .get(row)
      .integer(shape.outRowStep * 4)
      .multiply()
      .get(code.parameter(OUTPUT))
      .add()
      .set(output);
    code.integer(0).set(column);
    code.integer(shape.outWidth).set(left);
    code.repeat(
      () => {
        columns.forEach((target, tap) => {
          clamped(target, column, stride[1], tap - padding[1], shape.inWidth, shape.inPixelStep * 4);
        });
        code.integer(0).set(channel);
        code.countTo(channel, end, 16, () => window(4));
        if (channels % 4 > 0) window(channels % 4);
        code.advance(column, 1);
        code.advance(output, shape.outPixelStep * 4);
      },
      () => code.get(left).integer(1).subtract().tee(left),
    );
  });
  return code;
}
