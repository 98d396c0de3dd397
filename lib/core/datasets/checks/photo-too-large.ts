import type { DataCheck } from "./data-check";

const MAX_EDGE_PX = 12_000;

export const photoTooLarge = {
  code: "photo-too-large",
  severity: "warning",
  title: "photos that are very large",
  pixels: ({ size: { width, height } }) =>
    Math.max(width, height) > MAX_EDGE_PX ? { width, height } : undefined,
} as const satisfies DataCheck;
