import { readdirSync, readFileSync } from "node:fs";

/** What a server has used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentMegabytes: number;
}

/** Ticks of /proc a second, on every Linux. */
const TICKS = 100;
const PAGE_BYTES = 4_096;

/** Fields of a process's line from the third on. Source: proc(5). */
function statOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // after the name in brackets, which may hold anything: state is field 3, user and system time are 14 and 15
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** A process of this machine and all that it started. */
export function treeUsage(root: number): Usage {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((one) => /^[0-9]+$/.test(one))) {
    try {
      parents.set(Number(name), Number(statOf(Number(name))[1]));
    } catch {
      // it has ended meanwhile
    }
  }
  const isOf = (pid: number): boolean => {
    const parent = parents.get(pid);
    return pid === root || (parent !== undefined && parent > 1 && isOf(parent));
  };
  const all = [...parents.keys()].filter(isOf).map(processUsage);
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    residentMegabytes: all.reduce((sum, { residentMegabytes }) => sum + residentMegabytes, 0),
  };
}

/** Of a process of this machine, all its threads together. */
export function processUsage(pid: number): Usage {
  const fields = statOf(pid);
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    residentMegabytes: (pages * PAGE_BYTES) / 2 ** 20,
  };
}

/** Of Forage's web server and its workers, as it tells Prometheus. */
export async function forageUsage(address: string): Promise<Usage> {
  const text = await fetch(`${address}/metrics`).then((response) => response.text());
  const figure = (name: string) => Number(text.match(new RegExp(`^${name} (\\S+)$`, "m"))?.[1]);
  return {
    cpuSeconds: figure("process_cpu_seconds_total") + figure("forage_detection_workers_cpu_seconds_total"),
    residentMegabytes:
      (figure("process_resident_memory_bytes") + figure("forage_detection_workers_resident_bytes")) / 2 ** 20,
  };
}
