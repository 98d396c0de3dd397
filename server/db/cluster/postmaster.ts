import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commandLine, isAlive } from "@/server/processes/service";

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that `postmaster.pid` names, when it really is this cluster's and still lives. A leftover file whose
 * number now belongs to another program is removed, since PostgreSQL itself would refuse to start beside it.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  // lines: pid, data folder, start time, port, … (PostgreSQL 18, src/include/utils/pidfile.h)
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  const port = Number.parseInt(lines[3] ?? "", 10);
  const words = pid > 0 && isAlive(pid) ? commandLine(pid) : undefined;
  if (words?.includes("postgres") && words.includes(cluster))
    return { pid, port: Number.isNaN(port) ? 0 : port };
  rmSync(file, { force: true });
  return undefined;
}
