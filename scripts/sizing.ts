/**
 * `npm run sizing [-- --photos 200]`: saves generated photos with boxes into a throwaway database, as the API does, and prints the rows and
 * bytes that a photo takes in each table, and the bytes of its files.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import sharp from "sharp";
import { savePhotoInputSchema } from "@/lib/contracts/corrections";
import { closeDatabase } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { savePhotoWhole } from "@/server/saves/service";
import { createFaultWorld } from "./faults/fault-world";

const { values } = parseArgs({
  options: { photos: { type: "string", default: "200" }, boxes: { type: "string", default: "5" } },
});

const [WIDTH, HEIGHT] = [1_600, 1_200];
/** Of the model that ships. */
const FEATURES = 256;

/** Noise on a shade: no two photos are the same file. */
async function photoOf(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const noise = { type: "gaussian", mean: 60 + (seed % 120), sigma: 25 } as const;
  const create = { width: WIDTH, height: HEIGHT, channels: 3, background: "grey", noise } as const;
  return new Uint8Array(await sharp({ create }).blur(2).jpeg({ quality: 85 }).toBuffer());
}

function saveOf(modelId: string, boxes: number) {
  const box = (at: number) => ({ x1: 50 + at * 20, y1: 60, x2: 400 + at * 20, y2: 500 });
  const modelBoxes = Array.from({ length: boxes }, (_, at) => ({ box: box(at), classId: at, score: 0.8 }));
  return {
    modelId,
    backend: "server",
    filter: { confidence: 0.25, iou: 0.45, confidenceByClass: {}, hiddenClasses: [], maxDetections: 300 },
    modelBoxes,
    labels: [{ id: "drawn", box: box(9), classId: 3, origin: { by: "person" }, state: "drawn" }],
    features: Array.from({ length: FEATURES }, (_, at) => at / FEATURES),
    size: { width: WIDTH, height: HEIGHT },
  };
}

const TABLES = `select relname as name, pg_total_relation_size(relid)::float8 as bytes
  from pg_stat_user_tables where schemaname = 'public' order by relname`;

async function tablesOf(client: pg.Client) {
  const { rows } = await client.query<{ name: string; bytes: number }>(TABLES);
  const counted = new Map<string, { rows: number; bytes: number }>();
  for (const { name, bytes } of rows) {
    const { rows: found } = await client.query<{ n: number }>(`select count(*)::int as n from "${name}"`);
    counted.set(name, { rows: found[0]?.n ?? 0, bytes });
  }
  return counted;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

async function main(): Promise<void> {
  const photos = Number(values.photos);
  const world = await createFaultWorld(false);
  Object.assign(process.env, { DATABASE_URL: world.databaseUrl(), FORAGE_DATA_DIR: world.folder });
  const client = new pg.Client({ connectionString: world.databaseUrl() });
  try {
    await client.connect();
    const before = await tablesOf(client);
    const who = { userId: LOCAL_USER_ID, teamId: LOCAL_USER_ID };
    for (let at = 0; at < photos; at++) {
      const bytes = await photoOf(at);
      const save = savePhotoInputSchema.parse(saveOf("forage-n/4", Number(values.boxes)));
      await inTeam({ teamId: LOCAL_USER_ID }, () => savePhotoWhole(who, { bytes, name: `${at}.jpg` }, save));
    }
    const after = await tablesOf(client);
    console.log(`${photos} photos, ${values.boxes} boxes of the model and 1 of a person each\n`);
    console.log("| table | rows a photo | bytes a photo, with indexes |\n|---|---|---|");
    let [rows, bytes] = [0, 0];
    for (const [name, { rows: count, bytes: size }] of after) {
      const more = (count - (before.get(name)?.rows ?? 0)) / photos;
      if (more <= 0) continue;
      const grown = (size - (before.get(name)?.bytes ?? 0)) / photos;
      rows += more;
      bytes += grown;
      console.log(`| ${name} | ${more.toFixed(2)} | ${Math.round(grown)} |`);
    }
    console.log(`| all | ${rows.toFixed(2)} | ${Math.round(bytes)} |`);
    console.log(`\nFiles: ${Math.round(bytesIn(join(world.folder, "files")) / photos)} bytes a photo`);
  } finally {
    await client.end();
    await closeDatabase();
    await world.stop();
  }
}

await main();
