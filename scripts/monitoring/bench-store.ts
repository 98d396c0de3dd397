/**
 * Fills a store with generated detections and times what the Monitor page asks for, on a PostgreSQL of its own.
 * Run: npm run bench:monitoring -- --events 10000000
 * In pieces, each of which goes on where the last was ended: --folder F with --step fill, sum, ask and remove in turn.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { keepLooks } from "@/server/monitoring/drift/looks";
import { keepSums } from "@/server/monitoring/sums/keep-sums";
import { askStore } from "./bench-store/ask";
import { fillStore } from "./bench-store/fill";
import { timed } from "./bench-store/timed";

const STEPS = ["fill", "sum", "ask", "remove"] as const;
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000" },
    days: { type: "string", default: "45" },
    folder: { type: "string" },
    step: { type: "string" },
  },
});
const never = new AbortController().signal;
const traffic = { events: Number(values.events), days: Number(values.days) };
const does = (step: (typeof STEPS)[number]) =>
  values.step === undefined ? true : values.step.split(",").includes(step);

async function main(): Promise<void> {
  const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), "forage-bench-monitoring-"));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  let cluster = await startCluster({ dataFolder: folder });
  process.env.DATABASE_URL = cluster.url;
  try {
    await migrateDatabase(getDatabase());
    if (does("fill")) {
      const started = cluster;
      cluster = await timed(`fill with ${traffic.events} detections`, () =>
        fillStore(started, folder, traffic),
      );
    }
    const { rows } = await getDatabase().execute<{ n: number; size: string }>(
      sql`select count(*)::int as n, pg_size_pretty(pg_database_size(current_database())) as size from detection_events`,
    );
    console.log(`${rows[0]?.n} detections, ${rows[0]?.size}`);
    if (does("sum")) {
      await timed("job: add up all days", () => keepSums(never));
      await getDatabase().execute(
        sql`update detection_days set changed_at = clock_timestamp() where day = current_date`,
      );
      await timed("job: add up one day again", () => keepSums(never));
      await timed("job: compare all periods", () => keepLooks(never));
    }
    if (does("ask")) await askStore();
  } finally {
    await closeDatabase();
    process.env.DATABASE_URL = "";
    await cluster.stop();
    if (does("remove")) rmSync(folder, { recursive: true, force: true });
  }
}

await main();
