/**
 * `npm run replicas [-- --before CHECKOUT]`: two replicas and a worker behind the nginx that is installed, on the PostgreSQL and
 * the object store that the environment names (DATABASE_URL, FORAGE_S3_…; an empty database and bucket), or on small ones
 * of its own. With `--before`, replicas of another checkout run first, and are replaced by this one's while people work.
 * Prints a log with times; ends with 1 when anything was wrong.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "@/server/storage/project-root";
import { startNginx } from "./replicas/nginx";
import { logTo } from "./replicas/replica";
import * as steps from "./replicas/steps";
import { createWorld, type World } from "./replicas/world";

const { values } = parseArgs({ options: { before: { type: "string" }, log: { type: "string" } } });
const log = logTo(values.log);
const hasNginx = spawnSync("nginx", ["-v"]).status === 0;
const store = process.env.FORAGE_S3_BUCKET
  ? Object.fromEntries(
      Object.entries(process.env).filter(([name]) => /^(FORAGE_S3|AWS)_/.test(name)) as [string, string][],
    )
  : undefined;

async function whole(world: World): Promise<void> {
  await steps.startAtOnce(world, ["a", "b", "worker-a"]);
  await steps.signInOnce(world);
  await steps.eventsReachEverybody(world);
  await steps.limitsAreOne(world);
  await steps.uploadsInParts(world);
  await steps.loseReplica(world);
  const people = await steps.roll(
    world,
    [...world.replicas.keys()].map(
      (name) => [name, name.startsWith("worker") ? `worker-next` : `next-${name}`] as const,
    ),
  );
  if (people.errors.length > 0) throw new Error(people.errors.join("\n"));
  await steps.schedulesOnce(world);
}

/** From the version before to this one, without an error that anybody sees. */
async function update(world: World, before: string): Promise<void> {
  const root = resolve(before);
  for (const name of ["old-a", "old-b"]) await (await world.start(name, { root })).ready();
  await world.aimAtAll();
  log(`two replicas of ${root} are ready`);
  await steps.signInOnce(world);
  const people = await steps.roll(
    world,
    [
      ["old-a", "new-a"],
      ["old-b", "new-b"],
    ],
    { drains: false },
  );
  log(
    `${people.asked} requests, ${people.photos.length} photos acknowledged and there, ${people.errors.length} errors`,
  );
  if (people.errors.length > 0) throw new Error(people.errors.join("\n"));
  await steps.eventsReachEverybody(world);
}

let exitCode = 1;
const world = await createWorld(
  projectRoot(),
  {
    ...(process.env.DATABASE_URL && { databaseUrl: process.env.DATABASE_URL }),
    ...(store && { store }),
    ...(hasNginx && { front: await startNginx() }),
  },
  log,
);
try {
  log(
    `${hasNginx ? "nginx" : "a proxy of our own"}, ${process.env.DATABASE_URL ? "the PostgreSQL named" : "a PostgreSQL of its own"}, ${store ? "the object store named" : "an object store of its own"}`,
  );
  await (values.before ? update(world, values.before) : whole(world));
  exitCode = 0;
} catch (error) {
  log(String(error instanceof Error ? error.stack : error));
} finally {
  await world.stop();
}
process.exit(exitCode);
