import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import { startFault } from "./fault";
import type { ClusterSettings } from "./settings";

/** Nothing of the caller's: no PG… variable, and words in a language that fault.ts can read. */
export const POSTGRES_ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  LC_ALL: "C",
  TZ: "UTC",
  NODE_ENV: process.env.NODE_ENV,
} as const;

export const clusterFolder = (settings: ClusterSettings) => join(settings.folder, "cluster");

function run(
  command: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...account,
      cwd: "/",
      env: POSTGRES_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Makes the cluster, once: under a temporary name first, so that a half-made one is never taken for a complete one.
 * @throws AppError storage/disk-full, storage/read-only, server/database-down
 */
export async function initialiseOnce(
  settings: ClusterSettings,
  {
    binaries,
    account,
    isThrowaway = false,
  }: { binaries: Binaries; account: Account | undefined; isThrowaway?: boolean },
): Promise<void> {
  const target = clusterFolder(settings);
  if (existsSync(join(target, "PG_VERSION"))) return;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = join(settings.folder, "password.partial");
  writeFileSync(passwordFile, settings.password, { mode: 0o600 });
  if (account) {
    chownSync(partial, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    const { code, output } = await run(
      binaries.initdb,
      [
        ...[`--pgdata=${partial}`, "--username=forage", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
        // the built-in locale sorts alike on every machine the folder is moved to
        ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        ...(isThrowaway ? ["--no-sync"] : ["--data-checksums"]),
      ],
      account,
    );
    if (code !== 0) throw startFault(output, settings.folder, "");
    renameSync(partial, target);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}
