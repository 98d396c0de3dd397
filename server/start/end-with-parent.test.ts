import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const watchdog = fileURLToPath(new URL("./end-with-parent.cjs", import.meta.url));

/** A process that would run for ever, with the watchdog in it. */
function watched(startedBy: number) {
  return spawn(process.execPath, ["--require", watchdog, "-e", "setInterval(() => undefined, 1_000)"], {
    env: { ...process.env, FORAGE_STARTED_BY: String(startedBy) },
  });
}

it("ends a process whose parent was killed before it could look for it", async () => {
  const killed = spawn(process.execPath, ["-e", ""]);
  await once(killed, "exit");
  const [, signal] = await once(watched(killed.pid ?? 0), "exit");
  expect(signal).toBe("SIGTERM");
});

it("leaves alone a process whose parent lives", async () => {
  const child = watched(process.pid);
  let hasEnded = false;
  child.once("exit", () => {
    hasEnded = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(hasEnded).toBe(false);
  child.kill("SIGKILL");
});
