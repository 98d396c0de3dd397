/**
 * `npm run bench:recipes [-- --count 1000000]`: fills a throwaway database with generated recipes and measures what a
 * person waits for: listing, searching, suggesting, adding, editing, importing. Prints one line a measurement.
 * `--folder DIR` keeps the filled database there and takes it again the next time.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { sql } from "drizzle-orm";
import type { ListRequest, OwnRecipe } from "@/lib/contracts/recipes";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import type { RunningJob } from "@/server/jobs/job-handler";
import { keepCollection } from "@/server/recipes/import/collection-file";
import { recipeImportJob } from "@/server/recipes/import/import-job";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { changeOwnRecipe, listRecipes, saveOwnRecipe } from "@/server/recipes/service";
import { suggestRecipes } from "@/server/recipes/suggest/suggest";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
const ROUNDS = 15;
const IMPORTED = 2_000;

/** Copies of the catalogue's recipes under other titles, all of one person: 7 words before, a number after. */
async function fill(count: number): Promise<void> {
  const database = getDatabase();
  const { rows: indexes } = await database.execute<{ indexname: string; indexdef: string }>(
    sql`select indexname, indexdef from pg_indexes where tablename = 'recipes' and indexdef not like '%UNIQUE%'`,
  );
  // an index is built faster over all rows than row by row
  for (const { indexname } of indexes) await database.execute(sql.raw(`drop index "${indexname}"`));
  await database.execute(sql`
    with kept as (select *, row_number() over (order by id) - 1 as place, count(*) over () as size from recipes),
    words as (select array['Sunday', 'Quick', 'Grandmother''s', 'Spicy', 'Mild', 'Green', 'Winter'] as word)
    insert into recipes (slug, owner_id, title, cuisine, dish_class, minutes, servings, effort, food_ids,
      required_food_ids, safe_mask, body, words, content_hash, revision)
    select slug || '-' || n, ${LOCAL_USER_ID}, word[1 + n % 7] || ' ' || title || ' ' || n, cuisine, null, minutes + n % 11,
      servings, effort, food_ids, required_food_ids, safe_mask,
      body || jsonb_build_object('slug', slug || '-' || n, 'title', word[1 + n % 7] || ' ' || title || ' ' || n),
      word[1 + n % 7] || ' ' || words, content_hash, 2 + n / 200
    from generate_series(1, ${count}::int) n join kept on place = n % size, words`);
  await database.execute(sql`update recipe_revision set value = ${2 + Math.ceil(count / 200)}`);
  for (const { indexdef } of indexes) await database.execute(sql.raw(indexdef));
  await database.execute(sql`vacuum analyze recipes`);
}

async function isFilled(count: number): Promise<boolean> {
  const { rows } = await getDatabase().execute<{ n: number }>(sql`select count(*)::int as n from recipes`);
  return (rows[0]?.n ?? 0) >= count;
}

function own(number: number): OwnRecipe {
  return {
    title: `Bench dish ${number}`,
    summary: "",
    cuisine: "international",
    servings: 2,
    prepMinutes: 5,
    cookMinutes: 10,
    restMinutes: 0,
    ingredients: [
      {
        foodId: "egg",
        quantity: 2,
        unit: "pc",
        note: null,
        optional: false,
      },
    ],
    steps: ["Fry the eggs."],
  };
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Prints median and worst of `ROUNDS` runs; the first, which finds nothing in memory, by itself. */
async function measure(name: string, work: (round: number) => Promise<unknown>): Promise<void> {
  const cold = await once(() => work(0));
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) times.push(await once(() => work(round)));
  times.sort((a, b) => a - b);
  const [median, worst] = [times[Math.floor(ROUNDS / 2)] ?? 0, times.at(-1) ?? 0];
  console.log(
    `${name.padEnd(44)} first ${cold.toFixed(1)} ms, median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`,
  );
}

const LISTS: readonly (readonly [string, ListRequest])[] = [
  ["list, no filter", {}],
  ["list, own", { ownOnly: true }],
  ["list, to check (none)", { toCheckOnly: true }],
  ["list, one cuisine", { cuisine: "thai" }],
  ["list, at most 15 minutes", { maxMinutes: 15 }],
  ["list, vegan without gluten", { diets: ["vegan", "gluten-free"] }],
  ["list, with tomato and onion", { foodIds: ["tomato", "onion"] }],
  ["search: one letter", { query: "s" }],
  ["search: a common word", { query: "tomato" }],
  ["search: two common words", { query: "quick tomato" }],
  ["search: a rare one", { query: "soup 31337" }],
  ["search: a common word, vegan, Italian", { query: "tomato", diets: ["vegan"], cuisine: "italian" }],
  ["search: nothing", { query: "xylophone" }],
];

async function run(count: number): Promise<void> {
  await seedRecipes();
  if (!(await isFilled(count)))
    console.log(
      `filling with ${count.toLocaleString("en")} took ${(await once(() => fill(count))).toFixed(0)} ms`,
    );
  const { rows } = await getDatabase().execute<{ size: string }>(
    sql`select pg_size_pretty(pg_total_relation_size('recipes')) as size`,
  );
  console.log(`table and indexes: ${rows[0]?.size}`);
  collectGarbage();
  const before = process.memoryUsage();
  const foods = [
    { className: "tomato", score: 0.9 },
    { foodId: "egg", score: 1 },
    { foodId: "onion", score: 1 },
  ];
  const suggest = () => suggestRecipes({ foods }, alone(LOCAL_USER_ID));
  console.log(`first suggestion, which reads the index: ${(await once(suggest)).toFixed(0)} ms`);
  const grown = (now: NodeJS.MemoryUsage) =>
    (now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;
  collectGarbage();
  console.log(`memory it holds: ${grown(process.memoryUsage()).toFixed(0)} MiB`);
  await measure("suggest", suggest);
  for (const [name, request] of LISTS) await measure(name, () => listRecipes(request, LOCAL_USER_ID));
  let slug = "";
  await measure("add one", async (round) => {
    slug = (await saveOwnRecipe(own(round), alone(LOCAL_USER_ID))).slug;
  });
  await measure("edit one", (round) => changeOwnRecipe(slug, own(1000 + round), LOCAL_USER_ID));
  await measure("add one, then suggest", async (round) => {
    await saveOwnRecipe(own(2000 + round), alone(LOCAL_USER_ID));
    await suggest();
  });
  await measureImport();
}

async function measureImport(): Promise<void> {
  const lines = Array.from(
    { length: IMPORTED },
    (_, i) => `Imported dish ${i},"2 eggs|1 onion|200 g spinach|3 tomatoes",Chop.|Fry for 5 minutes.,2`,
  );
  const body = new Blob([`title,ingredients,steps,servings\n${lines.join("\n")}\n`]).stream();
  const fileId = await keepCollection(body as Parameters<typeof keepCollection>[0]);
  const job = {
    params: { fileId, name: "bench.csv" },
    createdBy: LOCAL_USER_ID,
    checkpoint: null,
    signal: new AbortController().signal,
    progress: () => {},
    saveCheckpoint: async () => {},
  } as unknown as RunningJob<{ fileId: string; name: string }>;
  const took = await once(() => recipeImportJob.run(job));
  console.log(
    `import of ${IMPORTED} rows: ${took.toFixed(0)} ms, ${(took / IMPORTED).toFixed(2)} ms a recipe`,
  );
}

const { values } = parseArgs({
  options: { count: { type: "string", default: "1000000" }, folder: { type: "string" } },
});
const folder = values.folder ?? mkdtempSync(join(tmpdir(), "forage-bench-"));
chmodSync(folder, 0o711);
process.env.FORAGE_DATA_DIR = folder;
const cluster = await startCluster({ dataFolder: folder });
try {
  process.env.DATABASE_URL = cluster.url;
  await migrateDatabase(getDatabase());
  await run(Number(values.count));
} finally {
  await closeDatabase();
  await cluster.stop();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
