import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { type OwnForage, startOwnForage } from "../own-forage";
import { type FuzzFinding, type FuzzOutcome, HANG_MS, randomOf } from "./case";
import { type Answer, gather, judge, serverFolders } from "./judge";
import { procedureTargets, type RawRequest, type RequestTarget, routeTargets } from "./requests";
import type { TextPool } from "./schema-value";
import * as seeds from "./seeds";

export interface RequestPlan {
  readonly seed: number;
  readonly runs: number;
  readonly first: number;
  readonly root: string;
  readonly only: string;
  /** A running Forage; without it one of its own is started. */
  readonly address?: string;
}

const AT_ONCE = 4;
const MAX_FINDINGS = 40;
/** An address that does not answer may take the fetcher's whole deadline. */
const FETCH_MS = 20_000;

/** A broken connection is status 0; a stream is left after its first bytes. */
function send(
  base: URL,
  request: RawRequest,
  options: { limitMs: number; isStream: boolean },
): Promise<Answer> {
  const { method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        host: base.hostname,
        port: base.port,
        method,
        // what may not stand in a request line at all never leaves a client
        path: path.replaceAll(/[^\u0021-\u00ff]/g, "?"),
        agent: false,
        headers: { host: base.host, "content-length": String(body?.byteLength ?? 0), ...headers },
      },
      (response) => {
        let text = "";
        const end = () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, body: text });
        };
        response.setEncoding("latin1").on("data", (part: string) => {
          if (text.length < 200_000) text += part;
          if (options.isStream && response.statusCode === 200) {
            end();
            sent.destroy();
          }
        });
        response.on("end", end).on("error", end);
      },
    );
    const timer = setTimeout(() => {
      reject(new Error(`longer than ${options.limitMs / 1_000} s`));
      sent.destroy();
    }, options.limitMs);
    sent.on("error", (error) => {
      clearTimeout(timer);
      resolve({ status: 0, body: String(error) });
    });
    if (body) sent.write(body);
    sent.end();
  });
}

/** Most memory of the app's web server so far, MB; 0 where the system does not say. */
function peakMegabytes(app: OwnForage | undefined): number {
  try {
    const { app: recorded } = JSON.parse(readFileSync(`${app?.dataFolder}/run.json`, "utf8")) as {
      app: { pid: number };
    };
    const status = readFileSync(`/proc/${recorded.pid}/status`, "utf8");
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

async function isUp(base: URL): Promise<boolean> {
  const answer = await send(
    base,
    { method: "GET", path: "/api/v1/health", headers: {} },
    { limitMs: 30_000, isStream: false },
  ).catch(() => ({ status: 0, body: "" }));
  return answer.status !== 0;
}

/** Unexpected errors in the logs of web server and worker, each text once: a failed job is no 500 answer. */
function surprises(dataFolder: string): FuzzOutcome {
  const logs = join(dataFolder, "logs");
  const files = readdirSync(logs).map((name) => readFileSync(join(logs, name), "utf8"));
  const texts = files.flatMap((text) => text.split(/^(?=(?:jobs: )?unexpected: )/m).slice(1));
  const details = [...new Set(texts.map((text) => text.split("\n").slice(0, 6).join("\n").slice(0, 600)))];
  const findings = details.map((detail, index) => ({ target: "logs", index, kind: "unexpected", detail }));
  return {
    target: "logs",
    runs: texts.length,
    taken: 0,
    refused: 0,
    slowestMs: 0,
    peakMegabytes: 0,
    findings,
  };
}

interface Asked extends RequestPlan {
  readonly base: URL;
  readonly app?: OwnForage;
  readonly pool: TextPool;
  readonly folders: readonly string[];
}

async function fuzzTarget(target: RequestTarget, asked: Asked): Promise<FuzzOutcome> {
  const { base, seed, first, runs, pool, folders, app } = asked;
  const findings: FuzzFinding[] = [];
  let [taken, refused, slowestMs, next] = [0, 0, 0, first];
  // an address that is fetched may be slow by itself
  const limitMs = /fetch/i.test(target.name) ? FETCH_MS : HANG_MS;
  const one = async (index: number) => {
    const note = (kind: string, detail: string) =>
      findings.push({ target: target.name, index, kind, detail });
    const request = target.request(randomOf(seed, target.name, index), pool);
    const words = () =>
      ` on ${request.method} ${request.path.slice(0, 200)} ${Buffer.from(request.body ?? []).toString("latin1", 0, 200)}`;
    const began = performance.now();
    try {
      const answer = await send(base, request, { limitMs, isStream: target.isStream });
      slowestMs = Math.max(slowestMs, performance.now() - began);
      const wrong =
        answer.status === 0 && !(await isUp(base))
          ? { kind: "crash", detail: answer.body }
          : judge(answer, folders);
      if (wrong) note(wrong.kind, wrong.detail + words());
      else if (answer.status >= 400) refused++;
      else taken++;
      gather(answer.body, pool);
    } catch (error) {
      note("hang", String(error) + words());
    }
  };
  const worker = async () => {
    while (next < first + runs && findings.length < MAX_FINDINGS) await one(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return {
    target: target.name,
    runs: next - first,
    taken,
    refused,
    slowestMs,
    peakMegabytes: peakMegabytes(app),
    findings,
  };
}

async function filesToSend(): Promise<readonly Uint8Array[]> {
  const sets = await Promise.all(Object.values(seeds.LABELLED_SETS).map(seeds.zipOf));
  const collections = (await seeds.recipeCollections()).map(([, bytes]) => bytes);
  const [network] = await seeds.networks();
  const address = Buffer.from(JSON.stringify({ url: "http://127.0.0.1:9/a.jpg" }));
  return [...(await seeds.pictures()), ...sets, ...collections, ...(network ? [network] : []), address];
}

/** A photo and what it gives out, so that requests find something. */
async function fill(base: URL, pool: TextPool): Promise<void> {
  for (const body of await seeds.pictures()) {
    const request = {
      method: "POST",
      path: "/api/v1/photos?name=a.jpg",
      headers: { "content-type": "image/jpeg" },
      body,
    };
    gather((await send(base, request, { limitMs: 30_000, isStream: false })).body, pool);
  }
  for (const path of ["models.list", "recipes.foods", "library.list", "classes.list"].map(
    (name) => `/api/trpc/${name}`,
  )) {
    gather(
      (await send(base, { method: "GET", path, headers: {} }, { limitMs: 30_000, isStream: false })).body,
      pool,
    );
  }
}

/** @param take is called with the result of each target, as soon as it is known */
export async function fuzzRequests(plan: RequestPlan, take: (outcome: FuzzOutcome) => void): Promise<void> {
  const targets = [...routeTargets({ root: plan.root, bodies: await filesToSend() }), ...procedureTargets()];
  const chosen = targets.filter(({ name }) => name.includes(plan.only));
  if (chosen.length === 0) return;
  const app = plan.address ? undefined : await startOwnForage(plan.root);
  try {
    const base = new URL(plan.address ?? app?.address ?? "");
    const pool: TextPool = new Map();
    await fill(base, pool);
    const asked = { ...plan, base, app, pool, folders: serverFolders(app?.dataFolder) };
    for (const target of chosen) {
      take(await fuzzTarget(target, asked));
      if (!(await isUp(base))) throw new Error(`Forage did not outlive ${target.name}`);
    }
    if (app) take(surprises(app.dataFolder));
  } finally {
    await app?.stop();
  }
}
