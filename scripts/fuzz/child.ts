/** One target's cases in a process of its own: a crash, a hang or a full memory ends it alone. */
import { performance } from "node:perf_hooks";
import { runCase } from "./run-case";
import { PARSER_TARGETS } from "./targets";

const [name = "", seed = "1", from = "0", to = "0"] = process.argv.slice(2);
const target = PARSER_TARGETS.find((one) => one.name === name);
if (!target) throw new RangeError(`no parser is called ${name}`);

export type ChildMessage =
  | { readonly start: number }
  | { readonly end: number; readonly ms: number; readonly state: string; readonly peakMegabytes: number };

/** Waits until it is sent: what is still queued at the end would be lost. */
const tell = (message: ChildMessage) =>
  new Promise<void>((resolve) => {
    if (process.send) process.send(message, undefined, undefined, () => resolve());
    else resolve();
  });

process.on("uncaughtException", (error) => {
  // an uncaught exception would end a server
  console.error(`uncaught: ${error.stack}`);
  process.exit(70);
});

const run = await target.prepare();
for (let index = Number(from); index < Number(to); index++) {
  await tell({ start: index });
  const began = performance.now();
  const end = await runCase(target, run, { seed: Number(seed), index });
  const state = typeof end === "string" ? end : `mistake ${end.mistake}`;
  await tell({
    end: index,
    ms: performance.now() - began,
    state,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  });
}
process.disconnect();
