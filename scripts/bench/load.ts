/**
 * `npm run bench:load -- --python PYTHON --litserve PYTHON`: Forage's server detection beside the usual recipe (FastAPI, uvicorn, Pillow,
 * onnxruntime in one process) and LitServe with batching, on the same model and photo, turn about, at several numbers of clients. Prints
 * tables; `--soak N` sends N photos to Forage afterwards and prints its memory.
 *
 * PYTHON has fastapi, uvicorn, pillow, numpy and onnxruntime, the other one litserve, python-multipart, pillow, numpy and onnxruntime:
 * environments of their own outside the repository.
 */
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { modelFolder } from "@/server/models/files";
import { championManifest } from "@/server/models/service";
import { projectRoot } from "@/server/storage/project-root";
import { type LoadResult, runLoad } from "./load/clients";
import { bareRate, type LoadedServer, startFastApi, startLitServe, startOurs } from "./load/servers";

const { values } = parseArgs({
  options: {
    python: { type: "string" },
    litserve: { type: "string" },
    clients: { type: "string", default: "1,8,64,256,1000" },
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    /** Width of the photo, a JPEG 4:3. */
    width: { type: "string", default: "1280" },
    soak: { type: "string", default: "0" },
  },
});

const WARM_SECONDS = 8;

type Measured = LoadResult & { readonly cpuMs: number };

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function examplePhoto(root: string, width: number): Promise<Buffer> {
  const picture = await readFile(join(root, "public", "examples", "still-life.webp"));
  return sharp(picture)
    .resize(width, Math.round((width * 3) / 4), { fit: "cover" })
    .jpeg({ quality: 85 })
    .toBuffer();
}

async function measure(
  server: LoadedServer,
  { photo, clients, seconds }: { readonly photo: Buffer; readonly clients: number; readonly seconds: number },
): Promise<Measured> {
  server.goOn();
  const before = await server.usage();
  const { url, healthUrl } = server;
  const result = await runLoad({ url, healthUrl, ...server.body(photo), clients, seconds });
  const cpuSeconds = (await server.usage()).cpuSeconds - before.cpuSeconds;
  server.hold();
  return { ...result, cpuMs: (cpuSeconds * 1_000) / result.answered };
}

const shown = (value: number, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : "–");

function line(clients: number, name: string, runs: readonly Measured[]): string {
  const of = (read: (run: Measured) => number) => median(runs.map(read));
  const sum = (read: (run: Measured) => number) => runs.reduce((total, run) => total + read(run), 0);
  const cells = [
    clients,
    name,
    shown(
      of((run) => run.photosPerSecond),
      1,
    ),
    shown(
      of((run) => run.cpuMs),
      1,
    ),
    shown(of((run) => run.p50Ms)),
    shown(of((run) => run.p99Ms)),
    sum((run) => run.refused),
    sum((run) => run.failed),
    shown(Math.max(...runs.map((run) => run.healthMs))),
  ];
  return `| ${cells.join(" | ")} |`;
}

interface Compared {
  readonly clients: number;
  readonly name: string;
  readonly ours: readonly Measured[];
  readonly peer: readonly Measured[];
}

function ratioLine({ clients, name, ours, peer }: Compared): string {
  const ratio = (read: (run: Measured) => number) =>
    ours.map((run, round) => read(run) / read(peer[round] ?? run));
  const cell = (all: readonly number[]) =>
    `${median(all).toFixed(2)} (${all.map((one) => one.toFixed(2)).join(" ")})`;
  const perSecond = ratio((run) => run.photosPerSecond);
  const perCpu = ratio((run) => 1 / run.cpuMs);
  return `| ${clients} | ${name} | ${cell(perSecond)} | ${cell(perCpu)} |`;
}

/** Sends many photos and says what they did to the memory. */
async function soak(server: LoadedServer, photo: Buffer, photos: number): Promise<void> {
  let sent = 0;
  const memory = async () => shown((await server.usage()).residentMegabytes);
  console.log(`\n| photos answered | resident, MB |\n|---|---|\n| 0 | ${await memory()} |`);
  while (sent < photos) {
    const { answered } = await runLoad({
      url: server.url,
      healthUrl: server.healthUrl,
      ...server.body(photo),
      clients: 16,
      seconds: 20,
    });
    sent += answered;
    console.log(`| ${sent} | ${await memory()} |`);
  }
}

async function main(): Promise<void> {
  const root = projectRoot();
  const { python } = values;
  if (!python)
    throw new Error("--python PYTHON with fastapi, uvicorn, pillow, numpy and onnxruntime is needed");
  const manifest = await championManifest();
  const onnx = manifest.files.find(({ role }) => role === "onnx");
  if (!onnx) throw new RangeError(`${manifest.id} has no ONNX file`);
  const model = join(modelFolder(manifest.id), onnx.path);
  const photo = await examplePhoto(root, Number(values.width));
  const cores = availableParallelism();
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  const ours = await startOurs(root);
  const peers = [await startFastApi(root, python, model)];
  if (values.litserve) peers.push(await startLitServe(root, values.litserve, { model, cores }));
  const servers = [ours, ...peers];
  for (const server of servers) server.hold();
  try {
    console.log(
      `${manifest.id}, JPEG ${values.width} px wide (${photo.length} bytes), ${cores} cores, ${rounds} × ${seconds} s`,
    );
    console.log(
      "\n| clients | server | photos/s | CPU ms a photo | p50 ms | p99 ms | refused | failed | health ms |",
    );
    console.log("|---|---|---|---|---|---|---|---|---|");
    // workers start when photos wait: none of them starts while it is measured
    for (const server of servers) await measure(server, { photo, clients: 8, seconds: WARM_SECONDS });
    const ratios: string[] = [];
    const bare: number[] = [];
    for (const clients of values.clients.split(",").map(Number)) {
      const runs = servers.map(() => [] as Measured[]);
      for (let round = 0; round < rounds; round++) {
        for (const [at, server] of servers.entries()) {
          runs[at]?.push(await measure(server, { photo, clients, seconds }));
        }
        bare.push(await bareRate(root, { python, model, cores }));
      }
      for (const [at, { name }] of servers.entries()) console.log(line(clients, name, runs[at] ?? []));
      for (const [at, { name }] of peers.entries()) {
        ratios.push(ratioLine({ clients, name, ours: runs[0] ?? [], peer: runs[at + 1] ?? [] }));
      }
    }
    console.log(
      "\n| clients | beside | Forage's photos a second as a share (each round) | photos a CPU second (each round) |\n|---|---|---|---|",
    );
    console.log(ratios.join("\n"));
    console.log(
      `\nThe network alone, one session a core: ${shown(median(bare), 1)} photos/s (${bare.map((one) => shown(one)).join(" ")})`,
    );
    if (Number(values.soak) > 0) await soak(ours, photo, Number(values.soak));
  } finally {
    for (const peer of peers) await peer.stop();
    await ours.stop();
  }
}

await main();
