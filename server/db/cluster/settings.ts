import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { type Account, canReach } from "./account";
import { SHARED_FOLDER } from "./binaries";

const settingsSchema = z.object({
  /** Folder that holds the cluster; inside the data folder unless root's database account cannot reach that. */
  folder: z.string(),
  password: z.string().min(16),
  /** Last port it listened on, 127.0.0.1 only. */
  port: z.number().int().min(0),
});
/** `database.json` in the data folder: how to reach the embedded server. Readable by its owner alone. */
export type ClusterSettings = z.infer<typeof settingsSchema>;

const fileIn = (dataFolder: string) => join(dataFolder, "database.json");

export function writeSettings(dataFolder: string, settings: ClusterSettings): void {
  // a path inside the data folder is kept relative, so that the folder can be moved
  const inside = relative(dataFolder, settings.folder);
  const folder = inside.startsWith("..") || isAbsolute(inside) ? settings.folder : inside;
  const text = `${JSON.stringify({ ...settings, folder }, null, 2)}\n`;
  writeFileAtomic.sync(fileIn(dataFolder), text, { mode: 0o600 });
}

export function readSettings(dataFolder: string): ClusterSettings | undefined {
  const file = fileIn(dataFolder);
  if (!existsSync(file)) return undefined;
  const settings = settingsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return { ...settings, folder: resolve(dataFolder, settings.folder) };
}

/** The recorded settings, or new ones (written) on the first start. */
export function ensureSettings(dataFolder: string, account: Account | undefined): ClusterSettings {
  const known = readSettings(dataFolder);
  if (known) return known;
  const isReachable = !account || canReach(account, dataFolder);
  const folder = isReachable
    ? join(dataFolder, "database")
    : join(SHARED_FOLDER, `database-${randomBytes(6).toString("hex")}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const settings = { folder, password: randomBytes(24).toString("hex"), port: 0 };
  writeSettings(dataFolder, settings);
  return settings;
}

export function clusterUrl(settings: ClusterSettings, database: string): string {
  return `postgres://forage:${settings.password}@127.0.0.1:${settings.port}/${database}`;
}
