import { expect, it } from "vitest";
import { calibrate } from "./calibration";
import { chooseCalibration } from "./choose-calibration";

/** Photos with one prediction each: `right` of 20 at a score. */
const photos = (score: number, right: number) =>
  Array.from({ length: 20 }, (_, index) => [{ score, isRight: (index * 7) % 20 < right }]);

it("brings scores that boast down, on photos it had not seen", () => {
  const groups = [0.2, 0.4, 0.6, 0.8].flatMap((score) => photos(score, score * 10)); // right half as often as said
  const { before, after, table } = chooseCalibration(groups);
  // said 0.2, 0.4, 0.6, 0.8, was right half as often: (0.1 + 0.2 + 0.3 + 0.4) / 4 = 0.25
  expect(before.expectedCalibrationError).toBeCloseTo(0.25);
  expect(after.expectedCalibrationError).toBeLessThan(0.1);
  expect(calibrate(table, 0.6)).toBeCloseTo(0.3, 1);
});

it("takes isotonic regression where the truth is a step no temperature makes", () => {
  const groups = [0.1, 0.3, 0.5, 0.55, 0.6, 0.9].flatMap((score) =>
    Array.from({ length: 10 }, () => photos(score, score > 0.52 ? 10 : 2)).flat(),
  );
  expect(chooseCalibration(groups).method).toBe("isotonic");
});

it("refuses a single photo", () => {
  expect(() => chooseCalibration([[{ score: 0.5, isRight: true }], []])).toThrow(RangeError);
});
