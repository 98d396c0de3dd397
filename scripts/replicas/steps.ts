import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import type { Job } from "@/lib/contracts/jobs";
import { type Client, setupCodeOf } from "./client";
import type { Replica } from "./replica";
import { SECRET, type World } from "./world";

const PERSON = { name: "Mira", email: "mira@forage.test", password: "a pan of good soup" };
/** Longer than any request of `watch` takes. */
const DRAINED_BY_HAND_MS = 5_000;
const PATIENCE_MS = 60_000;

export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = PATIENCE_MS,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await sleep(100)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
  }
}

export async function picture(seed: Uint8Array = randomBytes(160 * 120 * 3)): Promise<Buffer> {
  return sharp(seed, { raw: { width: 160, height: 120, channels: 3 } })
    .jpeg()
    .toBuffer();
}

const pagesOf = (world: World) =>
  [...world.replicas.values()].filter(({ name }) => !name.startsWith("worker"));

/** Several that start on one empty database at the same time: one migrates and fills it, the others wait. */
export async function startAtOnce(world: World, names: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const started = await Promise.all(
    names.map((name) =>
      world.start(name, name.startsWith("worker") ? { environment: { FORAGE_ROLE: "worker" } } : {}),
    ),
  );
  await Promise.all(started.map((one) => one.ready()));
  await world.aimAtAll();
  const { rows } = await world.database.query(
    "select count(*)::int as n, count(distinct hash)::int as once from drizzle.__drizzle_migrations",
  );
  assert.equal(rows[0].n, rows[0].once, "a migration was made twice");
  world.log(
    `${names.join(", ")} started at once and are ready; ${rows[0].n} migrations, each once (${Math.round(performance.now() - startedAt)} ms)`,
  );
}

/** One sign-in holds wherever the next request goes. */
export async function signInOnce(world: World): Promise<void> {
  const body = JSON.stringify({ ...PERSON, code: setupCodeOf(SECRET) });
  const made = await world.client.ask("/api/auth/first", { method: "POST", type: "application/json", body });
  assert.equal(made.status, 201, made.body);
  for (const { name, port } of pagesOf(world)) {
    await world.client.query("people.me", undefined, { port });
    const page = await world.client.ask("/recipes", { port });
    assert.equal(page.status, 200, `${name}: ${page.body.slice(0, 200)}`);
  }
  world.log("one account, one sign-in, known at every replica");
}

/** What changes at one replica is told to the page that hangs on another. */
export async function eventsReachEverybody(world: World): Promise<void> {
  for (const here of pagesOf(world))
    for (const there of pagesOf(world).filter((one) => one !== here)) {
      const stream = await world.client.follow("changes.follow", here.port);
      await until("the first message", async () => stream.messages.length > 0);
      const before = stream.messages.length;
      await world.client.mutate(
        "recipes.stock.switch",
        { isOn: here.name < there.name },
        { port: there.port },
      );
      await until("kitchen", async () =>
        stream.messages.slice(before).some((one) => one.includes("kitchen")),
      );
      stream.close();
      world.log(`a change at ${there.name} reached the page that hangs on ${here.name}`);
    }
}

/** A setting of the page is in force everywhere, and a person has one allowance for all replicas together. */
export async function limitsAreOne(world: World): Promise<void> {
  const [first, second] = pagesOf(world);
  assert(first && second);
  const body = await picture();
  const detect = (port: number) =>
    world.client
      .ask("/api/v1/detect", { method: "POST", type: "image/jpeg", body, port })
      .then(({ status }) => status);
  // 120 a minute × 0.025 = 3
  const setting = { name: "FORAGE_LIMITS_TIMES", value: "0.025" };
  await world.client.mutate("installation.changeSetting", setting, { port: first.port });
  let looked = 0;
  // until it has heard of the limit, and for three photos more
  await until("a refusal", async () => {
    const status = await detect(second.port);
    if (status === 200) looked++;
    return status === 429;
  });
  assert(looked >= 3, `${looked} photos were looked at`);
  assert.equal(await detect(first.port), 429, "another replica has an allowance of its own");
  await world.client.mutate("installation.changeSetting", { ...setting, value: "" }, { port: first.port });
  await until("no limit any more", async () => (await detect(second.port)) === 200);
  world.log(
    `a limit set at ${first.name} holds at ${second.name}, and what was used up there is used up at ${first.name}`,
  );
}

export interface Sent {
  readonly uploadId: string;
  readonly photos: number;
}

/** A folder whose files arrive at whichever replica is next. */
export async function sendFolder(client: Client, photos: number): Promise<Sent> {
  const started = await client.ask("/api/v1/imports?kind=folder&name=a%20set", { method: "POST" });
  assert.equal(started.status, 201, started.body);
  const { uploadId } = JSON.parse(started.body);
  const send = async (path: string, body: Uint8Array | string) => {
    const sent = await client.ask(`/api/v1/imports/${uploadId}/files?path=${encodeURIComponent(path)}`, {
      method: "POST",
      body,
      type: "application/octet-stream",
    });
    assert.equal(sent.status, 204, `${path}: ${sent.status} ${sent.body}`);
  };
  await send("data.yaml", "names:\n  0: tomato\n");
  for (let index = 0; index < photos; index++) {
    await send(`images/train/ü ${index}.jpg`, await picture());
    await send(`labels/train/ü ${index}.txt`, "0 0.5 0.5 0.4 0.4\n");
  }
  return { uploadId, photos };
}

export function jobEnds<T>(
  client: Client,
  jobId: string,
  withinMs = PATIENCE_MS,
): Promise<Job & { readonly result: T }> {
  return until(
    `job ${jobId}`,
    async () => {
      const job = await client.query<Job>("jobs.get", { jobId });
      if (job.state === "failed" || job.state === "cancelled")
        throw new Error(`${job.kind}: ${JSON.stringify(job.error)}`);
      return job.state === "done" ? (job as Job & { readonly result: T }) : undefined;
    },
    withinMs,
  );
}

export function startImport(client: Client, { uploadId }: Sent): Promise<Job> {
  return client.mutate<Job>("imports.start", { uploadId, format: "yolo", name: "a set", isShared: true });
}

/** An upload in many parts over all replicas is examined, shown, imported and exported, wherever each of it is done. */
export async function uploadsInParts(world: World): Promise<void> {
  const { client } = world;
  const sent = await sendFolder(client, 12);
  const scanned = await jobEnds<{ photos: number; preview: { index: number }[] }>(
    client,
    (await client.mutate<Job>("imports.scan", { uploadId: sent.uploadId })).id,
  );
  assert.equal(scanned.result.photos, sent.photos);
  for (const { name, port } of pagesOf(world)) {
    const shown = await client.ask(`/api/v1/imports/${sent.uploadId}/preview/0`, { port });
    assert.equal(shown.status, 200, `${name}: ${shown.body.slice(0, 200)}`);
  }
  const imported = await jobEnds<{ imported: number }>(client, (await startImport(client, sent)).id);
  const exported = await jobEnds<{ photos: number; bytes: number }>(
    client,
    (await client.mutate<Job>("exports.start", { format: "yolo" })).id,
  );
  assert.equal(exported.result.photos, sent.photos);
  for (const { name, port } of pagesOf(world)) {
    const archive = await client.ask(`/api/v1/exports/${exported.id}`, { port });
    assert.equal(archive.status, 200, name);
    assert.equal(archive.bytes, exported.result.bytes);
  }
  world.log(
    `a folder of ${sent.photos * 2 + 1} files sent in turn to all: scanned, shown, imported (${JSON.stringify(imported.result).slice(0, 120)}…), exported, downloaded from each`,
  );
}

/** Which process has a job, as its connection to the database says. */
export async function workerOf(world: World, jobId: string): Promise<number | undefined> {
  const { rows } = await world.database.query(
    `select a.application_name as name from jobs j
      join pg_locks l on l.locktype = 'advisory' and l.granted and l.objid::bigint = j.worker
      join pg_stat_activity a on a.pid = l.pid
      where j.id = $1 and j.state = 'running' and a.application_name like 'forage worker %'`,
    [jobId],
  );
  const pid = Number(
    String(rows[0]?.name ?? "")
      .split(" ")
      .at(-1),
  );
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** SIGKILL for every process of the replica that has the job; another takes it, and nothing is missing or there twice. */
export async function loseReplica(world: World): Promise<string> {
  const { client, database } = world;
  const before = (await database.query("select count(*)::int as n from photos")).rows[0].n;
  const sent = await sendFolder(client, 150);
  const job = await startImport(client, sent);
  const owner = await until<Replica>("a worker", async () => {
    const worker = await workerOf(world, job.id);
    return [...world.replicas.values()].find((one) => one.parts().worker === worker);
  });
  await until(
    "some photos",
    async () => (await database.query("select count(*)::int as n from photos")).rows[0].n > before + 20,
  );
  const lostAt = performance.now();
  await owner.kill();
  world.replicas.delete(owner.name);
  await world.aimAtAll();
  const worker = await until("another worker", async () => workerOf(world, job.id));
  const taken = Math.round(performance.now() - lostAt);
  await jobEnds(client, job.id, 120_000);
  const after = (await database.query("select count(*)::int as n from photos")).rows[0].n;
  assert.equal(after - before, sent.photos);
  const { rows } = await database.query(
    "select count(*)::int as n from (select photo_id from corrections group by photo_id having count(*) > 1) twice",
  );
  assert.equal(rows[0].n, 0, "photos with two corrections");
  const heir = [...world.replicas.values()].find((one) => one.parts().worker === worker)?.name;
  world.log(
    `${owner.name} was lost (SIGKILL) in the middle of an import; ${heir} had the job ${taken} ms later; ${sent.photos} photos, each once`,
  );
  return owner.name;
}

export interface Watch {
  readonly asked: number;
  readonly errors: readonly string[];
  /** Ids of the photos whose upload was acknowledged. */
  readonly photos: readonly string[];
  stop(): Promise<void>;
}

/** People who go on working through the proxy: pages, lists, detection, uploads. Every answer but the expected one is an error. */
export function watch(world: World, { isDetecting = true } = {}): Watch {
  const errors: string[] = [];
  const photos: string[] = [];
  let asked = 0;
  let isOver = false;
  const { client } = world;
  const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["page", async () => assert.equal((await client.ask("/recipes")).status, 200)],
    ["list", () => client.query("library.list", { limit: 5 })],
    [
      "upload",
      async () => {
        const body = await picture();
        const answer = await client.ask("/api/v1/photos?name=a.jpg", {
          method: "POST",
          type: "image/jpeg",
          body,
        });
        assert.equal(answer.status, 201);
        photos.push(JSON.parse(answer.body).photoId);
      },
    ],
    ...(isDetecting
      ? [
          [
            "detect",
            async () => {
              const body = await picture();
              const { status } = await client.ask("/api/v1/detect", {
                method: "POST",
                type: "image/jpeg",
                body,
              });
              assert.equal(status, 200);
            },
          ] as const,
        ]
      : []),
    ["kitchen", () => client.mutate("recipes.stock.switch", { isOn: asked % 2 === 0 })],
  ];
  // a person may detect twice a second, and what is refused for that is no error of a replica
  const people = acts.map(async ([name, act]) => {
    while (!isOver) {
      asked++;
      await act().catch((error: unknown) =>
        errors.push(`${new Date().toISOString()} ${name}: ${String(error).slice(0, 200)}`),
      );
      await sleep(name === "detect" ? 1_000 : 50);
    }
  });
  return {
    get asked() {
      return asked;
    },
    errors,
    photos,
    stop: async () => {
      isOver = true;
      await Promise.all(people);
    },
  };
}

/** One replica after the other is replaced while people work: a new one comes first, then the old one drains and ends. */
export async function roll(
  world: World,
  names: readonly (readonly [string, string])[],
  { drains = true } = {},
): Promise<Watch> {
  const people = watch(world);
  await sleep(1_000);
  for (const [old, fresh] of names) {
    const isWorker = old.startsWith("worker");
    const next = await world.start(fresh, isWorker ? { environment: { FORAGE_ROLE: "worker" } } : {});
    await next.ready();
    await world.aimAtAll();
    const leaving = world.replicas.get(old);
    assert(leaving, old);
    const askedAt = performance.now();
    if (!drains) {
      // a version that does not say that it leaves is taken out of the proxy first
      world.replicas.delete(old);
      await world.aimAtAll();
      await sleep(DRAINED_BY_HAND_MS);
    }
    const ended = leaving.stop();
    if (!isWorker && drains) {
      await until("503 first", async () => (await leaving.status("/health/ready")) === 503);
      // as a proxy that looks after its servers does
      world.replicas.delete(old);
      await world.aimAtAll();
      assert.equal(await leaving.status("/health/live"), 200, "it answers while it drains");
    }
    world.replicas.delete(old);
    const code = await ended;
    world.log(
      `${fresh} is ready, ${old} ended with ${code} after ${Math.round(performance.now() - askedAt)} ms; ${people.asked} requests, ${people.errors.length} errors so far`,
    );
  }
  await sleep(1_000);
  await people.stop();
  const { rows } = await world.database.query("select count(*)::int as n from photos where id = any($1)", [
    people.photos,
  ]);
  assert.equal(rows[0].n, people.photos.length, "photos that were acknowledged are missing");
  return people;
}

/** Work that is to be done once a day was put into its queue once a start of a worker at most, never twice at a time. */
export async function schedulesOnce(world: World): Promise<void> {
  const { rows } = await world.database.query(
    `select count(*)::int as n from jobs a join jobs b on a.kind = b.kind and a.id < b.id
      where a.kind in ('sweep', 'check-files') and a.started_at < b.ended_at and b.started_at < a.ended_at`,
  );
  assert.equal(rows[0].n, 0, "a scheduled job ran twice at the same time");
  const counts = (
    await world.database.query(
      "select kind, count(*)::int as n from jobs where kind in ('sweep', 'check-files') group by kind",
    )
  ).rows;
  world.log(
    `scheduled work: ${counts.map(({ kind, n }) => `${kind} ${n}×`).join(", ")}, never two at a time`,
  );
}

/** A page of another version asks a replica of this one for its scripts. */
export async function scriptsOfOthers(world: World): Promise<void> {
  const { store, client } = world;
  if (!store) return;
  const own = [...store.objects.keys()].filter((name) => name.startsWith("forage/builds/"));
  assert(own.length > 20, `only ${own.length} files of the build were shared`);
  const bytes = Buffer.from("// of another build");
  store.objects.set("forage/builds/chunks/another-build.js", {
    bytes,
    tag: '"another"',
    writtenAt: new Date(),
  });
  for (const { name, port } of pagesOf(world)) {
    const other = await client.ask("/_next/static/chunks/another-build.js", { port });
    assert.deepEqual([other.status, other.body], [200, bytes.toString()], name);
    assert.match(String(other.headers["content-type"]), /javascript/);
    assert.equal((await client.ask("/_next/static/chunks/nobody-has-this.js", { port })).status, 404, name);
  }
  world.log(
    `${own.length} files of this build are in the object store; a script of another build is given by every replica`,
  );
}
