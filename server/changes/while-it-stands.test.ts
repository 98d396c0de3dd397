import { expect, it } from "vitest";
import { whileItStands } from "./while-it-stands";

async function* counting() {
  for (let number = 1; ; number++) yield number;
}

/** Messages that come through while it stands for some looks. */
async function told(looks: number, lookAgainMs: number) {
  const numbers: number[] = [];
  let left = looks;
  for await (const number of whileItStands(counting(), async () => left-- > 0, lookAgainMs)) {
    numbers.push(number);
    if (number === 9) break;
  }
  return numbers;
}

it("ends with the sign-in that it was asked for with", async () => {
  expect(await told(3, 0)).toEqual([1, 2, 3]);
});

it("does not look at each message", async () => {
  expect(await told(0, 3_600_000)).toHaveLength(9);
});
