import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "@/server/storage/project-root";

const PACKAGES = ["dvc==3.67.1", "dvc-s3==3.3.0"];
const run = promisify(execFile);

async function answers(program: string): Promise<boolean> {
  return run(program, ["--version"]).then(
    () => true,
    () => false,
  );
}

/**
 * DVC itself, with its part for S3: named by FORAGE_DVC, on the PATH, or in a virtual environment of its own. That
 * takes minutes to install, so only a run that says so (FORAGE_INSTALL_TEST_TOOLS=1) does it.
 */
export async function findDvc(): Promise<{ readonly program: string } | { readonly reason: string }> {
  const venv = join(projectRoot(), "node_modules", ".cache", "forage-dvc");
  const own = join(venv, "bin", "dvc");
  for (const program of [process.env.FORAGE_DVC, "dvc", existsSync(own) ? own : undefined]) {
    if (program && (await answers(program))) return { program };
  }
  if (process.env.FORAGE_INSTALL_TEST_TOOLS !== "1") {
    return { reason: "DVC is not installed: FORAGE_INSTALL_TEST_TOOLS=1 npx vitest run server/datasets/dvc" };
  }
  try {
    mkdirSync(join(venv, ".."), { recursive: true });
    await run("python3", ["-m", "venv", "--clear", venv]);
    await run(join(venv, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
    return { program: own };
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    const words = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { reason: `DVC needs python3 with venv and pip (${words})` };
  }
}
