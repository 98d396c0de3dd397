import type { DataCheck } from "./data-check";

const MIN_EDGE_PX = 64;

export const photoTooSmall = {
  code: "photo-too-small",
  severity: "warning",
  title: "photos that are very small",
  pixels: ({ size: { width, height } }) =>
    Math.min(width, height) < MIN_EDGE_PX ? { width, height } : undefined,
} as const satisfies DataCheck;
