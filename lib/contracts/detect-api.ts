import { z } from "zod";

const numbers = z.array(z.number());

/**
 * Answer of `POST /api/v1/detect` (the photo as raw body or as multipart field `photo`): the raw candidates, so
 * that the page's sliders work on them as on its own.
 */
export const detectResponseSchema = z.object({
  modelId: z.string(),
  /** Execution provider that ran: cuda, webgpu or cpu. */
  provider: z.string(),
  /** Photo px after EXIF orientation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  candidates: z
    .object({
      /** [count × 4] x1 y1 x2 y2 in source px, best score first. */
      boxes: numbers,
      scores: numbers,
      classIds: z.array(z.number().int().min(0).max(65_535)),
    })
    .refine(({ boxes, scores, classIds }) => {
      return boxes.length === scores.length * 4 && classIds.length === scores.length;
    }),
  features: numbers,
  timings: z.object({
    decodeMs: z.number(),
    preprocessMs: z.number(),
    inferenceMs: z.number(),
    postprocessMs: z.number(),
  }),
});
export type DetectResponse = z.infer<typeof detectResponseSchema>;
