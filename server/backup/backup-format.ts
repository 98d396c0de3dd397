import { z } from "zod";

/** The backup's own version: one that reads another refuses it. */
export const BACKUP_FORMAT = 1;
/** The last file of the archive: without it, the archive was cut off. */
export const INDEX_NAME = "backup.json";

export const tableName = (name: string) => `tables/${name}.copy`;
export const fileName = (sha256: string) => `files/${sha256}`;

const count = z.number().int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const migrationSchema = z.object({ hash: z.string(), createdAt: z.number() });

const tableSchema = z.object({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  columns: z.array(z.string()).min(1),
  rows: count,
  bytes: count,
  sha256,
});
export type BackupTable = z.infer<typeof tableSchema>;

export const backupIndexSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  createdAt: z.iso.datetime(),
  version: z.string(),
  migrations: z.array(migrationSchema).min(1),
  /** In the order in which they are brought back. */
  tables: z.array(tableSchema).min(1),
  files: count,
  fileBytes: count,
  /** Files that rows name and the store no longer had. */
  missing: z.array(sha256),
});
export type BackupIndex = z.infer<typeof backupIndexSchema>;
