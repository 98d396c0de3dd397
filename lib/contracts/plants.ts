import { z } from "zod";
import type { PlantAnswer } from "@/lib/core/plants/combine";
import type { FoundBox } from "@/lib/core/plants/read-leaves";
import { boxSchema, classIdSchema, scoreSchema } from "./box";
import { modelIdSchema } from "./corrections";

/** A look holds at most this many photos; a photo at most this many leaves. */
export const MAX_LOOK_PHOTOS = 12;
const MAX_LEAVES = 300;
/** Days that what was deleted can be brought back. */
export const BIN_DAYS = 30;

const nameSchema = z.string().trim().min(1).max(80);
const noteSchema = z.string().trim().max(2_000);
const conditionSchema = z.string().min(1).max(100);

export const plantVerdictSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unsure"), doubt: z.enum(["no-leaf", "weak", "unlike", "split"]) }),
  z.object({ kind: z.literal("healthy") }),
  z.object({ kind: z.literal("watch"), condition: conditionSchema }),
  z.object({ kind: z.literal("condition"), condition: conditionSchema }),
  z.object({ kind: z.literal("between"), first: conditionSchema, second: conditionSchema }),
]);

/** What the leaves of a plant said together, on one day. */
export const plantAnswerSchema = z.object({
  species: z.string().max(100),
  leaves: z.number().int().min(0),
  affected: z.number().int().min(0),
  verdict: plantVerdictSchema,
  votes: z.array(z.object({ condition: conditionSchema, share: scoreSchema })).max(100),
}) satisfies z.ZodType<PlantAnswer>;

export const lookLeafSchema = z.object({
  box: boxSchema,
  classId: classIdSchema,
  score: scoreSchema,
  isPersons: z.boolean(),
}) satisfies z.ZodType<FoundBox>;

export const addLookInputSchema = z.object({
  /** The plant it is of, or the name of a new one. */
  plant: z.union([z.object({ id: z.uuid() }), z.object({ name: nameSchema })]),
  modelId: modelIdSchema.nullable(),
  answer: plantAnswerSchema,
  note: noteSchema.default(""),
  photos: z
    .array(
      z.object({
        photoId: z.uuid(),
        leaves: z.array(lookLeafSchema).max(MAX_LEAVES),
        /** The photo was not in the library before. */
        isNew: z.boolean(),
      }),
    )
    .min(1)
    .max(MAX_LOOK_PHOTOS)
    .refine((photos) => new Set(photos.map(({ photoId }) => photoId)).size === photos.length, {
      message: "one photo twice",
    }),
});
export type AddLookInput = z.input<typeof addLookInputSchema>;

export const plantIdInputSchema = z.object({ plantId: z.uuid() });
export const lookIdInputSchema = z.object({ lookId: z.uuid() });

export const updatePlantInputSchema = z.object({
  plantId: z.uuid(),
  name: nameSchema.optional(),
  note: noteSchema.optional(),
  remindOn: z.iso.date().nullable().optional(),
});
export const updateLookInputSchema = z.object({ lookId: z.uuid(), note: noteSchema });

export const plantSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  note: z.string(),
  /** YYYY-MM-DD on a wall calendar. */
  remindOn: z.iso.date().nullable(),
  createdAt: z.iso.datetime(),
});
export type Plant = z.infer<typeof plantSchema>;

export const lookPhotoSchema = z.object({
  photoId: z.uuid(),
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  leaves: z.array(lookLeafSchema),
});
export type LookPhoto = z.infer<typeof lookPhotoSchema>;

export const plantLookSchema = z.object({
  id: z.uuid(),
  lookedAt: z.iso.datetime(),
  modelId: z.string().nullable(),
  answer: plantAnswerSchema,
  note: z.string(),
  photos: z.array(lookPhotoSchema),
});
export type PlantLook = z.infer<typeof plantLookSchema>;

/** A plant with all its looks, oldest first. */
export const plantDiarySchema = plantSchema.extend({ looks: z.array(plantLookSchema) });
export type PlantDiary = z.infer<typeof plantDiarySchema>;

/** What was deleted and can still be brought back. */
export const binSchema = z.object({
  plants: z.array(z.object({ id: z.uuid(), name: z.string(), deletedAt: z.iso.datetime() })),
  looks: z.array(
    z.object({
      id: z.uuid(),
      plantName: z.string(),
      lookedAt: z.iso.datetime(),
      deletedAt: z.iso.datetime(),
    }),
  ),
});
export type PlantBin = z.infer<typeof binSchema>;

export const plantListSchema = z.object({ plants: z.array(plantDiarySchema), bin: binSchema });
export type PlantList = z.infer<typeof plantListSchema>;
