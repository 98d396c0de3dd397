/**
 * `npm start`: builds when needed, brings up the database, migrates, seeds, starts the web server and prints one line
 * with the address on stdout. Everything else it says goes to stderr. Ctrl-C stops all of it cleanly; after a kill -9
 * the next start ends or takes over what was left.
 */
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorSentence } from "@/lib/contracts/error-sentences";
import { AppError, isAppError } from "@/lib/core/errors";
import { firstAccountCode } from "@/server/accounts/first-code";
import { seedClasses } from "@/server/datasets/classes/classes";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { type Cluster, startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { followPlace, type LanFront, prepareFront } from "@/server/lan/front";
import { championManifest } from "@/server/models/service";
import { isAlive } from "@/server/processes/service";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import {
  type AppCommand,
  type AppOptions,
  checkPort,
  nextCommand,
  spawnApp,
  waitUntilUp,
} from "@/server/start/app-process";
import { ensureBuild, runWorkerBuild } from "@/server/start/build";
import { checkDataFolder } from "@/server/start/check-folder";
import { hasLostLauncher, launchersOf } from "@/server/start/launchers";
import { reachableEnvironment } from "@/server/start/reachable";
import { claimRun, type RunClaim } from "@/server/start/run-record";
import { readStartSettings, type StartSettings } from "@/server/start/settings";
import { createSteps } from "@/server/start/steps";
import { stopSteps, stopTimes } from "@/server/start/stop-times";
import { type SupervisedProcess, superviseProcess } from "@/server/start/supervise";
import { openWorkerPage, type WorkerPage } from "@/server/start/worker-page";
import { superviseWorker } from "@/server/start/worker-process";
import { dataFolder } from "@/server/storage/data-folder";
import { LOG_NAMES, rotateLog } from "@/server/storage/log-file";
import { projectRoot } from "@/server/storage/project-root";
import { shareBuild } from "@/server/storage/shared-builds";
import { clearTemporaryFiles } from "@/server/sweep/temporary-files";

const WATCH_MS = 2_000;
const DAY_MS = 86_400_000;

const steps = createSteps((text) => process.stderr.write(text));
const { say } = steps;

export interface Running {
  readonly address: string;
  /** Resolves with the exit code when all has ended. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

interface Parts {
  claim?: RunClaim;
  cluster?: Cluster;
  /** While the database is being started: it may already run, and must be ended too. */
  starting?: Promise<Cluster>;
  app?: SupervisedProcess;
  /** Of a worker without a web server: where it says that it lives. */
  page?: WorkerPage;
  worker?: SupervisedProcess;
  /** Follows this computer's addresses in its network. */
  lan?: { stop(): void };
  tidying?: NodeJS.Timeout;
}

async function stopParts(parts: Parts): Promise<void> {
  const { app, claim, starting, worker } = parts;
  parts.lan?.stop();
  clearInterval(parts.tidying);
  await Promise.all([app?.stop(), worker?.stop()]);
  await parts.page?.close();
  await closeDatabase();
  // one that does not come up has ended itself
  const started = await starting?.catch(() => undefined);
  await (started ?? parts.cluster)?.stop();
  claim?.release();
}

async function startDatabase(folder: string, parts: Parts): Promise<Cluster> {
  parts.starting = startCluster({ dataFolder: folder });
  try {
    parts.cluster = await parts.starting;
    return parts.cluster;
  } finally {
    parts.starting = undefined;
  }
}

/** The database is there, up to date and filled; `DATABASE_URL` names it. */
async function prepareDatabase(folder: string, parts: Parts): Promise<void> {
  if (!process.env.DATABASE_URL) {
    const cluster = await steps.run("Starting the database", () => startDatabase(folder, parts));
    process.env.DATABASE_URL = cluster.url;
    if (!cluster.folder.startsWith(folder)) {
      say(
        `The database lies in ${cluster.folder}: run as root, it has an account that cannot enter ${folder}.`,
      );
    }
    if (cluster.isAdopted) say("Took over the database that the last run left running.");
  }
  await steps.run("Bringing the tables up to date", () => migrateDatabase(getDatabase()));
  await steps.run("Taking in recipes and classes", fillDatabase);
}

async function fillDatabase(): Promise<void> {
  await seedRecipes();
  for (const { id, modelName, known } of (await seedClasses()).conflicts) {
    say(`The champion's class ${id} (${modelName}) is left out: here ${known.id} is ${known.name}.`);
  }
}

/** Starts the database again, on its port, when somebody ended it. */
async function keepDatabase(folder: string, parts: Parts): Promise<void> {
  if (!parts.cluster || parts.starting || isAlive(parts.cluster.pid)) return;
  // a deleted folder is not made again, empty, in the middle of a session
  if (!existsSync(parts.cluster.folder)) {
    throw new AppError("server/database-down", { facts: { reason: "its folder was deleted" } });
  }
  say("The database ended; starting it again.");
  const before = parts.cluster.port;
  const { port } = await startDatabase(folder, parts);
  if (port !== before) throw new AppError("server/database-down", { facts: { reason: "its port is taken" } });
}

/** A killed npm, shell or tsx leaves this process alone: it ends itself then. */
function watchParent(stop: () => void): void {
  const parent = process.ppid;
  const launchers = launchersOf(process.pid);
  const timer = setInterval(() => {
    if (process.ppid !== parent || hasLostLauncher(launchers)) stop();
  }, WATCH_MS);
  timer.unref();
}

function watch(folder: string, parts: Parts): Pick<Running, "ended" | "stop"> {
  let finish: (code: number) => void;
  const ended = new Promise<number>((resolve) => {
    finish = resolve;
  });
  let stopping: Promise<void> | undefined;
  const stopWith = (code: number) => {
    clearInterval(timer);
    stopping ??= stopParts(parts).finally(() => finish(code));
    return stopping;
  };
  const timer = setInterval(() => {
    if (stopping) return;
    for (const name of LOG_NAMES) rotateLog(folder, name);
    keepDatabase(folder, parts).catch((error: unknown) => {
      report(error);
      void stopWith(1);
    });
  }, WATCH_MS);
  return { ended, stop: () => stopWith(0) };
}

/** With `--lan`: certificates are there, and every address is free. @throws AppError lan/…, server/port-taken */
async function prepareLan(folder: string, { port, lan }: StartSettings, parts: Parts) {
  if (!lan) return undefined;
  const front = await prepareFront(folder, { port, ...lan });
  for (const address of front.place.addresses) await checkPort(port, address);
  parts.lan = followPlace(folder, { port, ...lan }, front, say);
  return front;
}

function sayWhere({ addresses, fingerprint }: LanFront): void {
  say(`In your network Forage runs at ${addresses.join(" and ")}`);
  if (fingerprint === null) return;
  say(`A phone first needs its certificate: ${addresses[0]?.replace("https:", "http:")}/ca`);
  say(`The certificate's SHA-256 fingerprint: ${fingerprint}`);
}

/** The sweep, one job for all replicas, clears the data folder of the replica that does it: each other clears its own. */
function tidyOwnFolder(parts: Parts): void {
  if (!process.env.FORAGE_S3_BUCKET) return;
  const tidy = () =>
    void clearTemporaryFiles().catch((error: unknown) =>
      say(`Temporary files were not cleared (${String(error)}).`),
    );
  tidy();
  parts.tidying = setInterval(tidy, DAY_MS);
  parts.tidying.unref();
}

/** The first account made from elsewhere needs what only this terminal shows. */
async function sayFirstCode(): Promise<void> {
  const code = await firstAccountCode();
  if (code) say(`Nobody has an account yet. The first one, made from elsewhere, needs this code: ${code}`);
}

/** Before any page names one of its scripts. An object store that is away is reported by whatever needs it. */
async function offerBuild(): Promise<void> {
  await shareBuild().catch((error: unknown) =>
    say(`The build was not put into the object store (${String(error)}).`),
  );
}

interface PagesStart {
  readonly settings: StartSettings;
  readonly command: AppCommand | undefined;
  readonly place: Omit<AppOptions, "port" | "stopping">;
}

/** The web server runs and answers. */
async function startPages(parts: Parts, { settings, command, place }: PagesStart): Promise<void> {
  const { port, drainSeconds } = settings;
  const stopping = stopTimes(drainSeconds);
  parts.app = superviseProcess({
    name: "The web server",
    spawn: () => spawnApp(command ?? nextCommand(projectRoot(), settings), { ...place, port, stopping }),
    onStarted: (pid) => parts.claim?.noteApp(pid),
    say,
    // development's server ends its processes with its group
    ...(place.isDevelopment ? {} : { stopSteps: stopSteps(stopping) }),
  });
  const app = parts.app.child();
  const isUp = () => waitUntilUp(ownAddress(settings), app, join(place.dataFolder, "logs", "app.log"));
  // in development Next writes its own lines here
  await (place.isDevelopment ? isUp() : steps.run("Starting the web server", isUp));
}

/** A server bound to all of this computer's addresses answers at this one too. */
const ownAddress = ({ host, port }: StartSettings) =>
  `http://${["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host}:${port}`;

/**
 * Starts everything.
 * @param command the web server; Next's by default
 * @throws AppError with a sentence for people; what it had already started is ended
 */
export async function startForage(settings: StartSettings, command?: AppCommand): Promise<Running> {
  const { port, isDevelopment } = settings;
  const [root, folder] = [projectRoot(), dataFolder()];
  const address = ownAddress(settings);
  const parts: Parts = {};
  const onEarlySignal = () => void stopParts(parts).finally(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, onEarlySignal);
  try {
    checkDataFolder(folder);
    parts.claim = await claimRun(folder, address);
    await checkPort(port, settings.host);
    const front = await prepareLan(folder, settings, parts);
    await championManifest();
    const hasPages = settings.role !== "worker";
    if (!command && isDevelopment) await runWorkerBuild(root, steps);
    if (!command && !isDevelopment && hasPages) {
      await ensureBuild({ root, distFolder: process.env.FORAGE_DIST_DIR ?? ".next" }, steps);
    }
    await prepareDatabase(folder, parts);
    const environment = {
      DATABASE_URL: process.env.DATABASE_URL ?? "",
      FORAGE_DATA_DIR: folder,
      FORAGE_ROOT: root,
      // what it counts, other web servers may count too
      ...(parts.cluster ? {} : { FORAGE_SHARED_DATABASE: "1" }),
      ...reachableEnvironment(settings, front),
    };
    const place = { isDevelopment, dataFolder: folder, environment };
    if (settings.role !== "web")
      parts.worker = superviseWorker({ ...place, root, onStarted: parts.claim.noteWorker, say });
    if (hasPages && !isDevelopment && !command) await offerBuild();
    if (hasPages) await startPages(parts, { settings, command, place });
    else parts.page = await openWorkerPage(settings, parts.worker);
    tidyOwnFolder(parts);
    if (front) sayWhere(front);
    if (hasPages && settings.publicUrl) await sayFirstCode();
    return { address, ...watch(folder, parts) };
  } catch (error) {
    await stopParts(parts);
    throw error;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, onEarlySignal);
  }
}

function report(error: unknown): void {
  const known = isAppError(error) ? error : new AppError("server/unexpected", { cause: error });
  say(errorSentence(known.code, known.facts, "command line"));
  // an unexpected failure needs its cause; for an expected one the sentence is enough
  if (known.code === "server/unexpected" && known.cause instanceof Error) say(`(${known.cause.message})`);
}

/** Runs until a signal or a fault ends it. @returns the exit code */
export async function main(command?: AppCommand): Promise<number> {
  try {
    const running = await startForage(readStartSettings(process.env, process.argv.slice(2)), command);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => void running.stop());
    watchParent(() => void running.stop());
    process.stdout.write(`Forage runs at ${running.address}\n`);
    return await running.ended;
  } catch (error) {
    report(error);
    return 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exit(await main());
}
