import { z } from "zod";
import { ERROR_CODES } from "@/lib/core/errors";

/** Every failed route handler answers this: a code for programs, a sentence for people, facts for both. */
export const errorResponseSchema = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
    detail: z.unknown().optional(),
  }),
});
export type ErrorResponse = z.infer<typeof errorResponseSchema>;
