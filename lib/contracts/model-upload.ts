import { z } from "zod";
import { boxSchema, classIdSchema, scoreSchema, sha256Schema } from "./box";
import { modelIdSchema } from "./corrections";
import { classKindSchema } from "./model-manifest";

/** Largest ONNX file that can be added, bytes. */
export const MAX_MODEL_BYTES = 400 * 2 ** 20;

/** How a YOLO network gives its boxes. */
export const HEADS = ["anchors-last", "anchors-first", "objectness", "end-to-end", "nms-inside"] as const;
export const headSchema = z.enum(HEADS);
export type Head = z.infer<typeof headSchema>;

/** What a file turned out to be, before anything is converted. */
export const inspectedModelSchema = z.object({
  uploadId: sha256Schema,
  bytes: z.number().int(),
  inputSize: z.number().int(),
  /** Shape of the output, e.g. "1×84×8400". */
  shape: z.string(),
  /** How it may be read: one, or several to choose from. */
  heads: z.array(z.object({ head: headSchema, classes: z.number().int() })).min(1),
  /** In the file's own order; empty where it names none. */
  names: z.array(z.string()),
  /** Class of ours for each name, null where none has that name. */
  matches: z.array(classIdSchema.nullable()),
});
export type InspectedModel = z.infer<typeof inspectedModelSchema>;

/** A class of the file: one of ours, or a new one. */
const uploadedClassSchema = z.object({
  name: z.string().trim().min(1).max(80),
  classId: classIdSchema.nullable(),
  kind: classKindSchema.default("ingredient"),
});

export const addUploadedSchema = z.object({
  uploadId: sha256Schema,
  head: headSchema,
  name: z
    .string()
    .max(60)
    .regex(/^[a-z0-9-]+$/),
  licence: z.string().trim().min(1).max(100),
  architecture: z.string().trim().min(1).max(100),
  classes: z.array(uploadedClassSchema).min(1).max(2_000),
});
export type AddUploaded = z.infer<typeof addUploadedSchema>;

/** A stored photo the model was tried on, with what it shows by default. */
export const triedPhotoSchema = z.object({
  photoId: z.uuid(),
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  boxes: z.array(z.object({ box: boxSchema, score: scoreSchema, classId: classIdSchema })),
});

export const uploadResultSchema = z.object({
  modelId: modelIdSchema,
  /** Largest differences between the browser's form and ONNX Runtime. */
  parity: z.object({ boxPx: z.number(), score: z.number() }),
  tried: z.array(triedPhotoSchema),
});
export type UploadResult = z.infer<typeof uploadResultSchema>;
