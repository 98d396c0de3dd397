import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { whatIsWrong } from "./check-whole";
import { atWork, createFaultWorld, type FaultWorld, spawnChild } from "./fault-world";
import { type FaultKind, KINDS } from "./kinds";
import { filesAfterSweep, filesWithoutRow } from "./left-files";

/** What is lost, half or stuck, by kind. */
export interface Row {
  readonly kind: string;
  rounds: number;
  acknowledged: number;
  readonly wrong: string[];
  /** Most files at a time that no row named: of saves under way, and of those that a fault ended. */
  unnamed: number;
  /** The longest until something was acknowledged again, ms. */
  backMs: number;
}

const BACK_WITHIN_MS = 120_000;

/** The app itself goes on: nobody starts it again. @returns how long it took, ms; undefined when it did not */
async function isBack(world: FaultWorld): Promise<number | undefined> {
  const before = world.ledger.photos.size;
  const startedAt = performance.now();
  while (performance.now() - startedAt < BACK_WITHIN_MS) {
    if (world.ledger.photos.size > before) return performance.now() - startedAt;
    await sleep(50);
  }
  return undefined;
}

async function playRound(world: FaultWorld, kind: FaultKind, row: Row): Promise<void> {
  const before = world.ledger.count;
  await kind.strike(world);
  // one that lost the database says so and ends; `npm start` starts it again
  for (const party of [...world.parties])
    if (party.process.exitCode !== null) {
      world.parties.delete(party);
      await world.start(party.role);
    }
  const backMs = await isBack(world);
  if (backMs === undefined) row.wrong.push("nothing was acknowledged any more");
  else row.backMs = Math.max(row.backMs, backMs);
  row.wrong.push(...(await whatIsWrong(world)));
  row.unnamed = Math.max(row.unnamed, (await filesWithoutRow(world)).length);
  row.rounds++;
  row.acknowledged += world.ledger.count - before;
}

const OPEN = "select count(*)::int as n from jobs where state in ('queued', 'running', 'cancelling')";

/**
 * Nobody asks for more; what waits is done, and what failed because of a fault is resumed once, as a person would: a job whose
 * process was ended five times before it had kept anything is given up, since it may be what ends them, and its page says so.
 */
async function finish(world: FaultWorld): Promise<readonly string[]> {
  for (const party of [...world.parties]) if (party.role === "app") await party.kill();
  for (const isResumed of [false, true]) {
    if (isResumed)
      await world.query(
        "update jobs set state = 'queued', error = null, ended_at = null where state = 'failed' and (error->>'code' like 'storage/%' or error->>'code' like 'server/%' or error->>'code' = 'job/crashed')",
      );
    for (const deadline = Date.now() + 600_000; ; await sleep(200)) {
      for (const party of [...world.parties])
        if (party.process.exitCode !== null) {
          world.parties.delete(party);
          await world.start("worker");
        }
      const [open] = await world.query<{ n: number }>(OPEN);
      if (open?.n === 0) break;
      if (Date.now() > deadline) return [`${open?.n} jobs never ended`];
    }
  }
  const wrong = await whatIsWrong(world, { isFinal: true });
  // in an object store the sweep is a replica's own, with settings of its own
  const left = world.store ? [] : await filesAfterSweep(world);
  return [...wrong, ...left.map((name) => `file: ${name} is left, and no row names it`)];
}

export interface Played {
  readonly rows: readonly Row[];
  /** How often what failed with which code. */
  readonly failures: ReadonlyMap<string, number>;
  readonly unexpected: readonly string[];
}

export interface PlayOptions {
  readonly rounds: number;
  /** Names of the kinds that are played; all when it is left out. */
  readonly kinds?: readonly string[] | undefined;
  readonly log: (text: string) => void;
  /** Ends it after the round that is played. */
  readonly signal?: AbortSignal;
}

/** Plays every kind of fault in turn, over a world of its own for each place of files, until there were that many rounds. */
export async function play({ rounds, kinds: wanted, log, signal }: PlayOptions): Promise<Played> {
  const kinds = KINDS.filter(({ name }) => !wanted || wanted.includes(name));
  const rows = new Map<string, Row>(
    kinds.map(({ name }) => [
      name,
      { kind: name, rounds: 0, acknowledged: 0, wrong: [], unnamed: 0, backMs: 0 },
    ]),
  );
  const failures = new Map<string, number>();
  const unexpected: string[] = [];
  for (const files of ["disk", "store"] as const) {
    const mine = kinds.filter((kind) => kind.files === files);
    if (mine.length === 0 || signal?.aborted) continue;
    const share = Math.ceil((rounds * mine.length) / kinds.length);
    const world = await createFaultWorld(files === "store");
    try {
      await world.start("app");
      for (let workers = files === "store" ? 2 : 1; workers > 0; workers--) await world.start("worker");
      for (let round = 0; round < share && !signal?.aborted; round++) {
        const kind = mine[round % mine.length] as FaultKind;
        const row = rows.get(kind.name) as Row;
        await playRound(world, kind, row);
        log(
          `${files} ${round + 1}/${share}: ${kind.name}; ${world.ledger.count} acknowledged, ${row.wrong.length} wrong`,
        );
      }
      const last = await finish(world);
      if (last.length > 0)
        rows.set(`after all (${files})`, {
          kind: `after all (${files})`,
          rounds: 1,
          acknowledged: 0,
          wrong: [...last],
          unnamed: 0,
          backMs: 0,
        });
      for (const [key, count] of world.ledger.failures) failures.set(key, (failures.get(key) ?? 0) + count);
      unexpected.push(...world.ledger.unexpected);
    } finally {
      await world.stop();
    }
  }
  return { rows: [...rows.values()], failures, unexpected };
}

const SHAPE = `select md5(string_agg(table_name || '.' || column_name || ':' || data_type, ',' order by table_name, column_name)) as shape,
  (select count(*)::int from drizzle.__drizzle_migrations) as migrations from information_schema.columns where table_schema = 'public'`;

/** SIGKILL at a random moment of a migration from nothing; the next one makes the same tables. */
export async function playMigrations(
  rounds: number,
  { log, signal }: Pick<PlayOptions, "log" | "signal">,
): Promise<Row> {
  const row: Row = {
    kind: "SIGKILL in a migration",
    rounds: 0,
    acknowledged: 0,
    wrong: [],
    unnamed: 0,
    backMs: 0,
  };
  const world = await createFaultWorld(false);
  const at = async (name: string, text: string) => {
    const client = new pg.Client({ connectionString: world.databaseUrl().replace(/[^/]*$/, name) });
    await client.connect();
    try {
      return (await client.query(text)).rows[0];
    } finally {
      await client.end();
    }
  };
  const run = (name: string) =>
    spawnChild("migrate", {
      DATABASE_URL: world.databaseUrl().replace(/[^/]*$/, name),
      FORAGE_DATA_DIR: world.folder,
    });
  try {
    const wanted = JSON.stringify(await at("forage", SHAPE));
    let longestMs = 1_000;
    for (let round = 0; round < rounds && !signal?.aborted; round++) {
      const name = `m_${round}`;
      await world.query(`create database ${name}`);
      const first = run(name);
      await atWork(first);
      await sleep(Math.random() * longestMs);
      const hasEnded = first.exitCode !== null;
      // half of the time it had ended: sooner the next time
      longestMs *= hasEnded ? 0.8 : 1.05;
      const ended = hasEnded ? Promise.resolve() : once(first, "exit");
      first.kill("SIGKILL");
      await ended;
      const second = run(name);
      const [code] = await once(second, "exit");
      const found = JSON.stringify(await at(name, SHAPE));
      if (code !== 0 || found !== wanted)
        row.wrong.push(`round ${round}: ${code} ${found} and not ${wanted}`);
      await world.query(`drop database ${name}`);
      row.rounds++;
      log(
        `migration ${round + 1}/${rounds}: ${hasEnded ? "had ended" : "killed"}; ${row.wrong.length} wrong`,
      );
    }
  } finally {
    await world.stop();
  }
  return row;
}
