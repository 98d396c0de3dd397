import { expect, it } from "vitest";
import { dataCheckReport } from "./data-check-report";

const check = (findings: readonly object[]) =>
  JSON.stringify({
    ...{ format: "yolo", photos: 3, boxes: 1, splits: { train: 3 } },
    classes: [{ name: "apple", boxes: 1, photos: 1 }],
    findings,
    errors: findings.filter((one) => "severity" in one && one.severity === "error").length,
    warnings: findings.filter((one) => "severity" in one && one.severity === "warning").length,
  });
const unknown = (photo: string) => ({
  ...{ code: "label-class-unknown", severity: "error", line: 1, facts: { class: 7 } },
  photos: [photo],
});

it("says that a set with errors cannot be trained on, and where they are", () => {
  const report = dataCheckReport(`1 of 3 photos\n${check([unknown("a.jpg"), unknown("b.jpg")])}\n`);
  expect(report).toContain(
    "**2 errors**: this set cannot be trained on as it is. 3 photos, 1 box, read as yolo.",
  );
  expect(report).toContain("- Box has no known class, 2 times: `a.jpg`, `b.jpg`");
  expect(report).toContain("| `apple` | 1 | 1 |");
});

it("names five photos and counts the rest", () => {
  const report = dataCheckReport(check([1, 2, 3, 4, 5, 6, 7].map((each) => unknown(`${each}.jpg`))));
  expect(report).toContain("`5.jpg` and 2 more");
});

it("says that there is nothing", () => {
  expect(dataCheckReport(check([]))).toContain("Nothing to complain about.");
});

it("lets no file name write Markdown of its own", () => {
  const report = dataCheckReport(check([unknown("`x` | <b>\n# Approved.jpg")]));
  expect(report).toContain("`·x· · <b>·# Approved.jpg`");
});

it("refuses what is no outcome", () => {
  expect(() => dataCheckReport("nothing")).toThrow();
});
