import { readFileSync } from "node:fs";
import { decodeUpload } from "./bring-file";
import { readHead } from "./read-head";

/** Runs on a thread of its own: a network of 400 MB takes seconds to decode. */
export function lookAtModel(file: string) {
  const { inputSize, shape, names, heads } = readHead(decodeUpload(readFileSync(file)));
  return { inputSize, shape: [...shape], names: [...names], heads: heads.map((head) => ({ ...head })) };
}
