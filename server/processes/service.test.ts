import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { expect, it, vi } from "vitest";
import { commandLine, endProcess, isAlive, isSameAlive, processIdentityOf, waitUntilGone } from "./service";

// starts and ends processes
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const sleeper = () => {
  const child = spawn("sleep", ["300"], { stdio: "ignore" });
  return { child, pid: child.pid ?? 0 };
};

it("tells a process from a later one with the same id", async () => {
  const { child, pid } = sleeper();
  const identity = processIdentityOf(pid);
  expect(isSameAlive(identity)).toBe(true);
  expect(isSameAlive({ ...identity, start: `${identity.start}0` })).toBe(false);
  expect(commandLine(pid)).toContain("sleep 300");
  child.kill("SIGKILL");
  expect(await waitUntilGone(pid, 5_000)).toBe(true);
  expect(isSameAlive(identity)).toBe(false);
  expect(commandLine(pid)).toBeUndefined();
});

it("takes the next signal when one does not help", async () => {
  const child = spawn(process.execPath, [
    "-e",
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(1)",
  ]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const pid = child.pid ?? 0;
  const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  await endProcess(pid, [
    { signal: "SIGTERM", waitMs: 200 },
    { signal: "SIGKILL", waitMs: 5_000 },
  ]);
  expect(isAlive(pid)).toBe(false);
  expect(await ended).toBe("SIGKILL");
});

/** A web server in a process of its own, and its port once it listens. */
async function listener(): Promise<{ pid: number; port: number }> {
  const code = `const server = require("node:http").createServer().listen(0, "127.0.0.1", () =>
    console.log(server.address().port))`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  const port = Number(await new Promise((resolve) => child.stdout.once("data", resolve)));
  return { pid: child.pid ?? 0, port };
}

const canListen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

it("calls a process gone only when its port is free again", async () => {
  // its first thread ends before the others, which hold the port for a moment: about one time in four
  for (let round = 0; round < 20; round++) {
    const { pid, port } = await listener();
    process.kill(pid, "SIGTERM");
    while (isAlive(pid));
    expect(await canListen(port)).toBe(true);
  }
});

it("ends a whole group with its leader", async () => {
  const leader = spawn("sh", ["-c", "sleep 300 & echo $!; wait"], { detached: true });
  const inner = Number(
    await new Promise<string>((resolve) => leader.stdout.once("data", (data) => resolve(String(data)))),
  );
  await endProcess(leader.pid ?? 0, [{ signal: "SIGKILL", waitMs: 5_000 }], { isGroup: true });
  expect(await waitUntilGone(inner, 5_000)).toBe(true);
});

it.each([0, 1, -5, Number.NaN, 1.5])("never signals %d", async (pid) => {
  await expect(endProcess(pid, [{ signal: "SIGKILL", waitMs: 1 }])).rejects.toThrow(RangeError);
});
