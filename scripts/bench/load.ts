/**
 * `npm run bench:load -- --python PYTHON`: Forage's server detection beside the usual recipe (FastAPI, uvicorn, Pillow, onnxruntime in one
 * process) on the same model and photo, turn about, at several numbers of clients. Prints tables; `--soak N` sends N photos
 * to Forage afterwards and prints its memory.
 *
 * PYTHON has fastapi, uvicorn, pillow, numpy and onnxruntime, in an environment of its own outside the repository.
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
import { bareRate, type LoadedServer, startOurs, startPeer } from "./load/servers";

const { values } = parseArgs({
  options: {
    python: { type: "string" },
    clients: { type: "string", default: "1,8,64,128" },
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    /** Width of the photo, a JPEG 4:3. */
    width: { type: "string", default: "1280" },
    soak: { type: "string", default: "0" },
  },
});

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
  const before = await server.usage();
  const { url, healthUrl } = server;
  const result = await runLoad({ url, healthUrl, photo, contentType: "image/jpeg", clients, seconds });
  const cpuSeconds = (await server.usage()).cpuSeconds - before.cpuSeconds;
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

/** Sends many photos and says what they did to the memory. */
async function soak(server: LoadedServer, photo: Buffer, photos: number): Promise<void> {
  let sent = 0;
  console.log("\n| photos answered | resident, MB |\n|---|---|");
  while (sent < photos) {
    const { answered } = await runLoad({
      url: server.url,
      healthUrl: server.healthUrl,
      photo,
      contentType: "image/jpeg",
      clients: 16,
      seconds: 20,
    });
    sent += answered;
    console.log(`| ${sent} | ${shown((await server.usage()).residentMegabytes)} |`);
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
  const peer = await startPeer(root, python, model);
  try {
    console.log(
      `${manifest.id}, JPEG ${values.width} px wide (${photo.length} bytes), ${cores} cores, ${rounds} × ${seconds} s`,
    );
    console.log(
      "\n| clients | server | photos/s | CPU ms a photo | p50 ms | p99 ms | refused | failed | health ms |",
    );
    console.log("|---|---|---|---|---|---|---|---|---|");
    const ratios: string[] = [];
    const bare: number[] = [];
    for (const clients of values.clients.split(",").map(Number)) {
      const runs = { ours: [] as Measured[], peer: [] as Measured[] };
      for (let round = 0; round < rounds; round++) {
        runs.ours.push(await measure(ours, { photo, clients, seconds }));
        runs.peer.push(await measure(peer, { photo, clients, seconds }));
        bare.push(await bareRate(root, { python, model, cores }));
      }
      console.log(line(clients, ours.name, runs.ours));
      console.log(line(clients, peer.name, runs.peer));
      const ratio = (read: (run: Measured) => number) =>
        runs.ours.map((run, round) => read(run) / read(runs.peer[round] ?? run));
      const perSecond = ratio((run) => run.photosPerSecond);
      const perCpu = ratio((run) => 1 / run.cpuMs);
      const list = (all: readonly number[]) => all.map((one) => one.toFixed(2)).join(" ");
      ratios.push(
        `| ${clients} | ${median(perSecond).toFixed(2)} (${list(perSecond)}) | ${median(perCpu).toFixed(2)} (${list(perCpu)}) |`,
      );
    }
    console.log(
      "\n| clients | Forage / FastAPI, photos a second (each round) | photos a CPU second (each round) |\n|---|---|---|",
    );
    console.log(ratios.join("\n"));
    console.log(
      `\nThe network alone, one session a core: ${shown(median(bare), 1)} photos/s (${bare.map((one) => shown(one)).join(" ")})`,
    );
    if (Number(values.soak) > 0) await soak(ours, photo, Number(values.soak));
  } finally {
    await peer.stop();
    await ours.stop();
  }
}

await main();
