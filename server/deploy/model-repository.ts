/**
 * A folder from which Triton and MLServer serve models: `NAME/config.pbtxt`, `NAME/VERSION/model.onnx` and
 * `NAME/VERSION/model-settings.json`. Each server reads its own files and passes over the other's.
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { isNotFound } from "@/server/models/files";
import type { ResolvedModel } from "@/server/models/service";
import { writeWhole } from "@/server/models/write-whole";

const RECORD = "forage-deploy.json";

const publishedSchema = z.object({
  version: z.number().int().min(1),
  sha256: z.string(),
  at: z.string(),
});
const recordSchema = z.object({
  schema: z.literal(1),
  /** What was published, the newest last; a rollback takes the newest away. */
  published: z.array(publishedSchema),
});
export type Published = z.infer<typeof publishedSchema>;

/** What of a repository a server is to serve. */
export interface Plan {
  readonly name: string;
  readonly published: readonly Published[];
  /** Versions to be served, the one that is asked for without a number last. */
  readonly serve: readonly number[];
}

function onnxOf({ manifest, folder }: ResolvedModel) {
  const file = manifest.files.find(({ role }) => role === "onnx");
  if (!file) throw new AppError("model/missing", { facts: { model: manifest.id, file: "model.onnx" } });
  return { path: path.join(folder, file.path), sha256: file.sha256 };
}

/** @throws AppError deploy/no-folder when it is not there: a mistyped one is not made */
export async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (!found?.isDirectory()) throw new AppError("deploy/no-folder", { facts: { folder } });
}

/** What was published before; empty in a new folder. @throws AppError deploy/unreadable-record */
export async function readPublished(folder: string, name: string): Promise<readonly Published[]> {
  const file = path.join(folder, name, RECORD);
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, "utf8"))).published;
  } catch (cause) {
    if (isNotFound(cause)) return [];
    throw new AppError("deploy/unreadable-record", { facts: { file }, cause });
  }
}

/** Both the newest and the one before it, so that replicas that still ask for that one get it; the highest number is the server's own choice. */
function servedOf(published: readonly Published[]): readonly number[] {
  const [before, newest] = [published.at(-2)?.version, published.at(-1)?.version];
  if (newest === undefined) return [];
  return before !== undefined && before < newest ? [before, newest] : [newest];
}

/** @throws AppError deploy/version-zero: Triton passes over a folder of that name */
export function planDeploy(model: ResolvedModel, before: readonly Published[]): Plan {
  const { name, version } = model.manifest;
  if (version === 0) throw new AppError("deploy/version-zero", { facts: { model: model.id } });
  const { sha256 } = onnxOf(model);
  const others = before.filter((one) => one.version !== version);
  const published = [...others, { version, sha256, at: new Date().toISOString() }];
  return planAgain(name, published);
}

/** What was published, served as it was then. */
export function planAgain(name: string, published: readonly Published[]): Plan {
  return { name, published, serve: servedOf(published) };
}

/** @throws AppError deploy/nothing-before */
export function planRollback(name: string, before: readonly Published[]): Plan {
  const published = before.slice(0, -1);
  const newest = published.at(-1);
  if (!newest) throw new AppError("deploy/nothing-before", { facts: { model: name } });
  return { name, published, serve: [newest.version] };
}

async function sha256Of(file: string): Promise<string | undefined> {
  try {
    return createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Puts the network's file into the folder; nothing is served by it yet.
 * @returns whether it was not there before
 * @throws AppError deploy/other-content when another file lies there
 */
export async function copyNetwork(folder: string, model: ResolvedModel): Promise<boolean> {
  const { name, version } = model.manifest;
  const onnx = onnxOf(model);
  const target = path.join(folder, name, String(version), "model.onnx");
  const known = await sha256Of(target);
  if (known === onnx.sha256) return false;
  if (known !== undefined)
    throw new AppError("deploy/other-content", { facts: { file: target, model: model.id } });
  await mkdir(path.dirname(target), { recursive: true });
  const part = `${target}.${process.pid}.part`;
  try {
    await copyFile(onnx.path, part);
    if ((await sha256Of(part)) !== onnx.sha256) {
      throw new AppError("model/corrupt", { facts: { model: model.id, file: onnx.path } });
    }
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
  return true;
}

/** Shapes are read by Triton from each version's own file: two versions may have different numbers of classes. */
export function tritonConfig({ name, serve }: Pick<Plan, "name" | "serve">): string {
  return `name: "${name}"
backend: "onnxruntime"
max_batch_size: 0
version_policy: { specific: { versions: [ ${serve.join(", ")} ] } }
`;
}

export function mlserverSettings(name: string, version: number) {
  return {
    name,
    implementation: "mlserver_onnx.ForageOnnx",
    parameters: { uri: "./model.onnx", version: String(version) },
  };
}

/** Versions that lie in the folder, served or not. */
async function versionsIn(root: string): Promise<readonly number[]> {
  return (await readdir(root)).filter((name) => /^[1-9][0-9]*$/.test(name)).map(Number);
}

/**
 * Makes the folder say what is to be served. Every file is replaced as a whole, what is published comes last.
 * @throws AppError deploy/other-content where a version's file is gone or another
 */
export async function applyPlan(folder: string, { name, published, serve }: Plan): Promise<void> {
  const root = path.join(folder, name);
  for (const { version, sha256 } of published.filter((one) => serve.includes(one.version))) {
    const file = path.join(root, String(version), "model.onnx");
    if ((await sha256Of(file)) !== sha256) {
      throw new AppError("deploy/other-content", { facts: { file, model: `${name}/${version}` } });
    }
  }
  for (const version of serve) {
    const settings = JSON.stringify(mlserverSettings(name, version), undefined, 2);
    await writeWhole(path.join(root, String(version), "model-settings.json"), `${settings}\n`);
  }
  await writeWhole(path.join(root, "config.pbtxt"), tritonConfig({ name, serve }));
  await writeWhole(path.join(root, RECORD), `${JSON.stringify({ schema: 1, published }, undefined, 2)}\n`);
  for (const version of await versionsIn(root)) {
    if (!serve.includes(version)) {
      await rm(path.join(root, String(version), "model-settings.json"), { force: true });
    }
  }
}
