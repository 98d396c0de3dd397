import type { DataCheck } from "./data-check";

const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  jpeg: ["jpg", "jpeg", "jfif", "jpe"],
  png: ["png"],
  webp: ["webp"],
  avif: ["avif"],
  heic: ["heic", "heif"],
  gif: ["gif"],
  tiff: ["tif", "tiff"],
  bmp: ["bmp", "dib"],
};

export const photoExtension = {
  code: "photo-extension",
  severity: "warning",
  title: "photos whose file extension does not match the content",
  pixels: ({ format, extension }) =>
    ENDINGS[format]?.includes(extension) ? undefined : { format, extension },
} as const satisfies DataCheck;
