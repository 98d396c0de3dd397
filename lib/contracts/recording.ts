import { z } from "zod";
import { detectionEventSchema, outcomeChangesSchema } from "./detection-events";

/** What a person has said of recording, and how much of theirs is kept. */
export const recordingStateSchema = z.object({
  isAgreed: z.boolean(),
  agreedAt: z.iso.datetime().nullable(),
  sent: z.number().int().min(0),
  keptDays: z.number().int().positive(),
});
export type RecordingState = z.infer<typeof recordingStateSchema>;

const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() }).nullable();

export const readSentInputSchema = z.object({
  cursor: cursorSchema.default(null),
  limit: z.number().int().min(1).max(100).default(20),
});

export const sentPageSchema = z.object({
  events: z.array(z.object({ event: detectionEventSchema, changes: outcomeChangesSchema.nullable() })),
  nextCursor: cursorSchema,
});
export type SentPage = z.infer<typeof sentPageSchema>;
