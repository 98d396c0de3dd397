import type { LookedFiles } from "./label-format";
import { pairPaths } from "./pair-paths";
import { folderOf } from "./paths";
import { readingsOf } from "./set-files";

/** Number of label files of a kind to inspect. */
const SAMPLES = 16;

/** Samples spread over all, so that the first folder does not speak for the rest. */
function spread(paths: readonly string[], count: number): readonly string[] {
  const step = Math.max(1, Math.floor(paths.length / count));
  return paths.filter((_, index) => index % step === 0).slice(0, count);
}

/** The share of files of which something is true, 0 to 1, judged by samples. */
export async function shareOf(
  paths: readonly string[],
  isIt: (path: string) => Promise<boolean>,
): Promise<number> {
  const samples = spread(paths, SAMPLES);
  let found = 0;
  for (const path of samples) if (await isIt(path)) found++;
  return samples.length === 0 ? 0 : found / samples.length;
}

/** Paths with an ending, the shallow ones first. */
export function filesWith({ entries }: Pick<LookedFiles, "entries">, ending: RegExp): readonly string[] {
  const depth = (path: string) => folderOf(path).split("/").length;
  return entries
    .map(({ path }) => path)
    .filter((path) => ending.test(path))
    .sort((a, b) => depth(a) - depth(b));
}

/** Those of some files that lie and are called as labels of photos do. */
export function pairedWith(looked: LookedFiles, files: readonly string[]): readonly string[] {
  const pairs = pairPaths(looked.photos, files, readingsOf(looked));
  return files.filter((file) => (pairs.get(file)?.photos.length ?? 0) > 0);
}
