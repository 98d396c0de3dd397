import { describe, expect, it } from "vitest";
import type { CheckedPixels } from "./data-check";
import { checkPixels } from "./run-checks";

const good = { mean: 120, variance: 2_000, sharpness: 300, darkShare: 0, brightShare: 0 };
const photo: CheckedPixels = {
  size: { width: 640, height: 480 },
  format: "jpeg",
  extension: "jpg",
  statistics: good,
};
const codes = (change: Partial<CheckedPixels>) =>
  checkPixels("a.jpg", { ...photo, ...change }).map(({ code }) => code);
const lit = (change: Partial<CheckedPixels["statistics"]>) => codes({ statistics: { ...good, ...change } });

describe("checks of pixels", () => {
  it("has nothing to say of an ordinary photo", () => {
    expect(codes({})).toEqual([]);
  });

  it("wants the ending that the bytes say", () => {
    expect(codes({ extension: "png" })).toEqual(["photo-extension"]);
    expect(codes({ extension: "jpeg" })).toEqual([]);
    expect(codes({ format: "heic", extension: "heif" })).toEqual([]);
  });

  it("warns below 64 px and above 12,000 px of an edge, not at them", () => {
    expect(codes({ size: { width: 64, height: 12_000 } })).toEqual([]);
    expect(codes({ size: { width: 63, height: 100 } })).toEqual(["photo-too-small"]);
    expect(codes({ size: { width: 100, height: 12_001 } })).toEqual(["photo-too-large"]);
  });

  it("calls a photo blank below a variance of 25, and then nothing else", () => {
    expect(lit({ variance: 25 })).toEqual([]);
    expect(lit({ variance: 24.9, sharpness: 0, mean: 3, darkShare: 1 })).toEqual(["photo-blank"]);
  });

  it("finds a blurred photo by its edges", () => {
    expect(lit({ sharpness: 12 })).toEqual([]);
    expect(lit({ sharpness: 11.9 })).toEqual(["photo-blurred"]);
  });

  it("finds a photo too dark or too bright, by its mean or by how much is clipped", () => {
    expect(lit({ mean: 25 })).toEqual([]);
    expect(lit({ mean: 24 })).toEqual(["photo-underexposed"]);
    expect(lit({ darkShare: 0.76 })).toEqual(["photo-underexposed"]);
    expect(lit({ mean: 235, brightShare: 0.75 })).toEqual([]);
    expect(lit({ mean: 236 })).toEqual(["photo-overexposed"]);
    expect(lit({ brightShare: 0.76 })).toEqual(["photo-overexposed"]);
  });
});
