import type { ClassKind } from "@/lib/contracts/model-manifest";

/** Colours of one class, as hex so that canvas and CSS read the same value. */
export interface ClassColour {
  /** For boxes on a photo and swatches on a light surface. */
  readonly light: string;
  /** For swatches on a dark surface. */
  readonly dark: string;
  /** Text on a chip filled with `light`. */
  readonly inkOnLight: string;
  /** Text on a chip filled with `dark`. */
  readonly inkOnDark: string;
}

/** Golden ratio conjugate: consecutive ids land far apart, and an id's hue never changes when classes are added. */
const STRIDE = 0.618_033_988_75;
const FOOD_HUES = [345, 465] as const; // rose, red, orange, yellow, olive
const LEAF_HUES = [148, 265] as const; // green, teal, blue
/** Three lightness bands: they tell neighbours apart when hue does not (colour-blind eyes). */
const LIGHT_BANDS = [0.5, 0.57, 0.42] as const;
const DARK_BANDS = [0.76, 0.84, 0.68] as const;

/**
 * The colour of a class: hue fixed by its id, food warm, plants green to blue, neighbouring ids in another
 * lightness band. Never the only sign of a class: every use carries its name too.
 * @param classId stable class id
 */
export function classColour(classId: number, kind: ClassKind): ClassColour {
  const [from, to] = kind === "leaf" ? LEAF_HUES : FOOD_HUES;
  const hue = (from + ((classId * STRIDE) % 1) * (to - from)) % 360;
  const band = classId % LIGHT_BANDS.length;
  const light = oklchToHex(LIGHT_BANDS[band] ?? 0.5, 0.15, hue);
  const dark = oklchToHex(DARK_BANDS[band] ?? 0.76, 0.13, hue);
  return { light, dark, inkOnLight: readableInk(light), inkOnDark: readableInk(dark) };
}

/** Relative luminance by WCAG 2, of `#rrggbb`. */
export function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast ratio by WCAG 2, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const WHITE = "#ffffff";
const BLACK = "#000000";

function readableInk(background: string): string {
  return contrast(background, WHITE) >= contrast(background, BLACK) ? WHITE : BLACK;
}

/** OKLCH to sRGB hex; chroma is lowered until the colour fits the gamut. Source: Ottosson 2020. */
function oklchToHex(lightness: number, chroma: number, hueDegrees: number): string {
  const hue = (hueDegrees * Math.PI) / 180;
  for (let c = chroma; ; c -= 0.005) {
    const rgb = oklabToLinear(lightness, c * Math.cos(hue), c * Math.sin(hue));
    if (c <= 0 || rgb.every((value) => value >= -0.0005 && value <= 1.0005)) return toHex(rgb);
  }
}

function oklabToLinear(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toHex(linear: readonly number[]): string {
  const channels = linear.map((value) => {
    const v = Math.min(Math.max(value, 0), 1);
    const encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
