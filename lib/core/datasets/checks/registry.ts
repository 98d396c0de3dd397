import type { DataCheck } from "./data-check";
import { photoBlank, photoBlurred, photoOverexposed, photoUnderexposed } from "./light";
import { photoExtension } from "./photo-extension";
import { photoTooLarge } from "./photo-too-large";
import { photoTooSmall } from "./photo-too-small";

/**
 * Checks that stand on their own, a file each; a team adds its own here. See docs/extending.md. Those that a reader
 * makes while it reads (syntax, classes, duplicates) are in `finding.ts`.
 */
export const DATA_CHECKS = [
  photoExtension,
  photoTooSmall,
  photoTooLarge,
  photoBlank,
  photoBlurred,
  photoUnderexposed,
  photoOverexposed,
] as const satisfies readonly DataCheck[];
