import { Code, type Local } from "@/lib/core/wasm/assembler";
import { activationScratch, emitExponential } from "./activation";

/** Parameters of the function, by position. */
const [INPUT, OUTPUT, SCRATCH, FIRST_ROW, END_ROW] = [0, 1, 2, 3, 4];

/**
 * Writes softmax over rows of `length` floats that lie one after another. The function takes byte addresses, 16 bytes
 * of scratch that no other thread uses, and the rows to do.
 */
export function writeSoftmax(length: number, fused: boolean): Code {
  const code = new Code(5, fused);
  const [row, input, output, left] = Array.from({ length: 4 }, () => code.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const [value, most, sum] = Array.from({ length: 3 }, () => code.local("v128")) as [Local, Local, Local];
  const scratch = activationScratch(code);
  const whole = Math.floor(length / 4);
  const store = code.parameter(SCRATCH);

  /** Walks a row, four floats at a time and then one at a time. */
  const walk = (base: Local, each: (count: number) => void) => {
    code
      .get(row)
      .integer(length * 4)
      .multiply()
      .get(code.parameter(INPUT))
      .add()
      .set(input);
    code
      .get(row)
      .integer(length * 4)
      .multiply()
      .get(code.parameter(OUTPUT))
      .add()
      .set(output);
    const step = (count: number) => {
      code.get(base);
      if (count === 4) code.load();
      else code.loadSplat();
      code.set(value);
      each(count);
      code.advance(input, count * 4).advance(output, count * 4);
    };
    if (whole > 0) {
      code.integer(whole).set(left);
      code.repeat(
        () => step(4),
        () => code.get(left).integer(1).subtract().tee(left),
      );
    }
    for (let at = whole * 4; at < length; at++) step(1);
  };
  /** Makes all four lanes of `target` the result of all lanes. */
  const across = (target: Local, operation: "max" | "add") => {
    code.store(store, target);
    code.get(store).loadSplat(0);
    for (let lane = 1; lane < 4; lane++)
      code
        .get(store)
        .loadSplat(lane * 4)
        .do(operation);
    code.set(target);
  };

  code.get(code.parameter(FIRST_ROW)).set(row);
  code.countTo(row, code.parameter(END_ROW), 1, () => {
    code.constant(Number.NEGATIVE_INFINITY).set(most);
    walk(input, () => code.get(most).get(value).do("pmax").set(most));
    across(most, "max");
    code.constant(0).set(sum);
    walk(input, (count) => {
      code.get(value).get(most).do("sub").set(value);
      emitExponential(code, value, scratch);
      code.store(output, value, 0, count);
      // a single float stands in all four lanes: a quarter of each
      if (count === 1) code.get(value).constant(0.25).do("mul").set(value);
      code.get(sum).get(value).do("add").set(sum);
    });
    across(sum, "add");
    walk(output, (count) => {
      code.get(value).get(sum).do("div").set(value);
      code.store(output, value, 0, count);
    });
  });
  return code;
}
