import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pythonTool } from "@/server/storage/testing/python-tool";

const run = promisify(execFile);

/** DVC itself, with its part for S3: named by FORAGE_DVC, on the PATH, or installed. */
export async function findDvc(): Promise<{ readonly program: string } | { readonly reason: string }> {
  for (const program of [process.env.FORAGE_DVC, "dvc"]) {
    const isThere = program && (await run(program, ["--version"]).catch(() => undefined));
    if (isThere) return { program };
  }
  return pythonTool({ name: "dvc", packages: ["dvc==3.67.1", "dvc-s3==3.3.0"], program: "dvc" });
}
