import { z } from "zod";

/** Largest photo edge any contract accepts, px. */
export const MAX_EDGE_PX = 65_535;

const coordinate = z.number().finite().min(0).max(MAX_EDGE_PX);

/** Corners in source px, after EXIF orientation. Empty boxes are allowed, inverted ones are not. */
export const boxSchema = z
  .object({ x1: coordinate, y1: coordinate, x2: coordinate, y2: coordinate })
  .refine((box) => box.x2 >= box.x1 && box.y2 >= box.y1, { message: "corners are swapped" });

export const classIdSchema = z.number().int().min(0).max(65_535);

export const scoreSchema = z.number().min(0).max(1);

/** SHA-256 in lower-case hexadecimal: the name of a stored file. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
