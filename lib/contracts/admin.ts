import { z } from "zod";

/** How the installation is, for its admin. It says how much a team has, never what. */
export const installationStatusSchema = z.object({
  version: z.string(),
  /** Null where its files are gone. */
  modelId: z.string().nullable(),
  people: z.number(),
  teams: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      members: z.number(),
      photos: z.number(),
      bytes: z.number(),
      limitBytes: z.number(),
    }),
  ),
  /** Of the file system that holds the data folder; null where it cannot be known. */
  freeBytes: z.number().nullable(),
  databaseBytes: z.number(),
  /** Each part that has to work; null where it does, else a sentence, "worker" where none is at work, "late" where
   * it did not answer in time. */
  health: z.array(
    z.object({
      part: z.enum(["database", "disk", "worker", "storage", "model"]),
      wrong: z.string().nullable(),
    }),
  ),
  jobs: z.array(z.object({ kind: z.string(), state: z.string(), count: z.number() })),
});
export type InstallationStatus = z.infer<typeof installationStatusSchema>;
