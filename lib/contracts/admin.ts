import { z } from "zod";

/** How the installation is, for its admin. It says how much a team has, never what. */
export const installationStatusSchema = z.object({
  version: z.string(),
  modelId: z.string(),
  people: z.number(),
  teams: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      members: z.number(),
      photos: z.number(),
      bytes: z.number(),
    }),
  ),
  /** Of the file system that holds the data folder; null where it cannot be known. */
  freeBytes: z.number().nullable(),
  databaseBytes: z.number(),
  jobs: z.array(z.object({ kind: z.string(), state: z.string(), count: z.number() })),
});
export type InstallationStatus = z.infer<typeof installationStatusSchema>;
