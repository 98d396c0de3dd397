/**
 * `npm run inference -- --mlserver PYTHON --kserve PYTHON`: starts real servers of the Open Inference Protocol with the champion, from a
 * repository as `npx forage deploy` writes it, and compares what they find in the example pictures with what is found here. Each
 * PYTHON has the server and onnxruntime, in an environment of its own outside the repository.
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER, type Detection } from "@/lib/core/detection/types";
import { applyPlan, copyNetwork, planDeploy } from "@/server/deploy/model-repository";
import type { RemoteNetwork } from "@/server/detection/remote/remote-network";
import { detectPixels, openRemoteAt, releaseNetworks } from "@/server/detection/service";
import { championManifest, type ResolvedModel, resolveModel } from "@/server/models/service";
import { projectPath } from "@/server/storage/project-root";
import { type RunningServer, startKserve, startMlserver } from "./inference/start-server";

const { values } = parseArgs({
  options: {
    mlserver: { type: "string" },
    kserve: { type: "string" },
    /** How often each picture is asked. */
    times: { type: "string", default: "10" },
  },
});

const EXAMPLES = projectPath("public", "examples");

interface Picture {
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function readPictures(): Promise<readonly Picture[]> {
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith(".webp"));
  return Promise.all(
    names.map(async (name) => {
      const { data, info } = await sharp(path.join(EXAMPLES, name))
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { rgba: data, width: info.width, height: info.height };
    }),
  );
}

async function boxesOf(picture: Picture, model: ResolvedModel, remote?: RemoteNetwork) {
  const found = await detectPixels(picture.rgba, picture, { model, remote });
  const filter = { ...DEFAULT_FILTER, confidence: model.manifest.defaults.confidence };
  return { ...found, boxes: filterCandidates(found.candidates, filter) };
}

const sides = ({ box: { x1, y1, x2, y2 } }: Detection) => [x1, y1, x2, y2];

/** Largest difference of a score and of a side; undefined where other things were found. */
function difference(here: readonly Detection[], there: readonly Detection[]) {
  const isSame = here.length === there.length && here.every((one, at) => one.classId === there[at]?.classId);
  if (!isSame) return undefined;
  const scores = here.map((one, at) => Math.abs(one.score - (there[at]?.score ?? 0)));
  const px = here.flatMap((one, at) => {
    const other = there[at];
    return sides(one).map((side, which) => Math.abs(side - ((other && sides(other)[which]) ?? 0)));
  });
  return { score: Math.max(0, ...scores), px: Math.max(0, ...px) };
}

async function compare(name: string, server: RunningServer, model: ResolvedModel): Promise<boolean> {
  const remote = await openRemoteAt(model, { urls: [server.url], timeoutMs: 10_000 });
  const times: number[] = [];
  let [boxes, score, px, isSame] = [0, 0, 0, true];
  for (const picture of await readPictures()) {
    const here = await boxesOf(picture, model);
    for (let time = 0; time < Number(values.times); time++) {
      const there = await boxesOf(picture, model, remote);
      const apart = difference(here.boxes, there.boxes);
      isSame &&= there.provider === "remote" && apart !== undefined;
      score = Math.max(score, apart?.score ?? Number.NaN);
      px = Math.max(px, apart?.px ?? Number.NaN);
      times.push(...there.attempts.map(({ ms }) => ms));
    }
    boxes += here.boxes.length;
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  const cells = [
    name,
    boxes,
    isSame ? "yes" : "no",
    score.toExponential(1),
    px.toExponential(1),
    median.toFixed(0),
  ];
  console.log(`| ${cells.join(" | ")} |`);
  return isSame;
}

async function main(): Promise<number> {
  const model = await resolveModel((await championManifest()).id);
  const folder = await mkdtemp(path.join(tmpdir(), "forage-inference-"));
  const repository = path.join(folder, "models");
  const runtimes = projectPath("deploy", "inference");
  await copyNetwork(repository, model);
  await applyPlan(repository, planDeploy(model, []));
  const { name, version } = model.manifest;
  const servers = [
    { name: "MLServer", python: values.mlserver, start: startMlserver },
    {
      name: "KServe",
      python: values.kserve,
      start: (options: Parameters<typeof startMlserver>[0]) =>
        startKserve(options, { name, version: String(version) }),
    },
  ];
  console.log(
    `${model.id}\n\n| server | boxes | same boxes | score differs by | side differs by, px | median ms |`,
  );
  console.log("|---|---|---|---|---|---|");
  let isSame = true;
  try {
    for (const { name: called, python, start } of servers) {
      if (!python) continue;
      const log = path.join(folder, `${called}.log`);
      const server = await start({ python, runtimes, repository, log });
      try {
        isSame = (await compare(called, server, model)) && isSame;
      } finally {
        await server.stop();
      }
    }
    return isSame ? 0 : 1;
  } finally {
    await releaseNetworks();
    if (isSame) await rm(folder, { recursive: true });
    else console.log(`The servers' logs are in ${folder}.`);
  }
}

process.exitCode = await main();
