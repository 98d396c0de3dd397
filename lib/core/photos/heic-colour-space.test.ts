import { expect, it } from "vitest";
import { heicColourSpace } from "./heic-colour-space";

const text = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0));
/** As ICC profiles write names: two bytes a letter. */
const wide = (value: string) => Array.from(value, (letter) => `\0${letter}`).join("");

it("finds Display P3 in the profile of a HEIC, in 8-bit and in 16-bit text", () => {
  expect(heicColourSpace(text(`ftypheic meta colrprof....${wide("Display P3")}`))).toBe("display-p3");
  expect(heicColourSpace(text("ftypheic meta colrprof....Display P3"))).toBe("display-p3");
});

it("takes everything else as sRGB", () => {
  expect(heicColourSpace(text("ftypheic meta colrnclx"))).toBe("srgb");
  expect(heicColourSpace(text(`ftypheic meta colrprof....${wide("sRGB IEC61966-2.1")}`))).toBe("srgb");
  expect(heicColourSpace(new Uint8Array())).toBe("srgb");
});
