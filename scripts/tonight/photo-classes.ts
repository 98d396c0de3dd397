import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { projectRoot } from "@/server/storage/project-root";

const photoClassesSchema = z.object({
  /** Photos that show a class. */
  photos: z.record(z.string(), z.number().int().positive()),
  /** Photos that show two classes together. */
  together: z.array(z.tuple([z.string(), z.string(), z.number().int().positive()])),
});
/** How often ingredient classes stand together on labelled photos: numbers alone. */
export type PhotoClasses = z.infer<typeof photoClassesSchema>;

export async function readPhotoClasses(): Promise<PhotoClasses> {
  const file = path.join(projectRoot(), "scripts", "tonight", "photo-classes.json");
  return photoClassesSchema.parse(JSON.parse(await readFile(file, "utf8")));
}
