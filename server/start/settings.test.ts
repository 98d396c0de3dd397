import { expect, it } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { readStartSettings } from "./settings";

function refusal(environment: Record<string, string>, args: readonly string[] = []): string {
  try {
    readStartSettings(environment, args);
    return "accepted";
  } catch (error) {
    return isAppError(error) ? error.code : "crashed";
  }
}

it("listens on port 3000 when nothing is said, whatever the machine is called", () => {
  expect(readStartSettings({ HOSTNAME: "0.0.0.0" }, [])).toEqual({
    port: 3000,
    role: "all",
    drainSeconds: 0,
    isDevelopment: false,
    host: "127.0.0.1",
  });
});

it.each(["127.0.0.1", "localhost", ""])("accepts HOST=%s", (host) => {
  expect(refusal({ HOST: host })).toBe("accepted");
});

it.each(["0.0.0.0", "::", "192.168.1.7", "forage.example", "127.0.0.2"])("refuses HOST=%s", (host) => {
  expect(refusal({ HOST: host })).toBe("server/public-address");
});

it.each(["1", "3001", "65535"])("accepts port %s", (port) => {
  expect(readStartSettings({ PORT: port }, ["--dev"])).toMatchObject({
    port: Number(port),
    isDevelopment: true,
  });
});

it.each(["0", "65536", "abc", "-1", "3000.5", "1e3"])("refuses port %s", (port) => {
  expect(refusal({ PORT: port })).toBe("server/port-taken");
});

it("refuses an option it does not know", () => {
  expect(refusal({}, ["--port"])).toBe("request/invalid");
});

const SECRET = "s".repeat(32);
const PUBLIC = { FORAGE_PUBLIC_URL: "https://forage.example" };

it("listens in the network with --lan, with a certificate given or made", () => {
  expect(readStartSettings({}, ["--lan"]).lan).toEqual({});
  const given = readStartSettings({ FORAGE_LAN_ADDRESSES: "10.0.0.5" }, [
    "--lan",
    "--cert",
    "a",
    "--key",
    "b",
  ]);
  expect(given).toMatchObject({
    host: "127.0.0.1",
    lan: { given: { cert: "a", key: "b" }, addresses: "10.0.0.5" },
  });
});

it.each([
  [["--lan", "--cert", "a"]],
  [["--lan", "--key", "b"]],
  [["--cert", "a", "--key", "b"]],
  [["--lan", "--cert", "--key"]],
  [["--lan", "--dev"]],
])("refuses %j: it would not do what was meant", (args) => {
  expect(refusal({}, args)).toBe("request/invalid");
});

it.each(["", "short", "s".repeat(31)])("does not answer to a reverse proxy with the secret %j", (secret) => {
  expect(refusal({ ...PUBLIC, FORAGE_SECRET: secret })).toBe("account/no-secret");
});

it("makes its own secret with --lan, but takes no short one", () => {
  expect(refusal({}, ["--lan"])).toBe("accepted");
  expect(refusal({ FORAGE_SECRET: "short" }, ["--lan"])).toBe("account/no-secret");
});

it("binds elsewhere only behind an https address, with a secret", () => {
  expect(readStartSettings({ ...PUBLIC, HOST: "0.0.0.0", FORAGE_SECRET: SECRET }, [])).toMatchObject({
    host: "0.0.0.0",
    publicUrl: "https://forage.example",
  });
  expect(refusal({ HOST: "0.0.0.0", FORAGE_SECRET: SECRET })).toBe("server/public-address");
  expect(refusal({ ...PUBLIC, HOST: "10.0.0.5", FORAGE_SECRET: SECRET }, ["--lan"])).toBe("request/invalid");
});

it.each([
  "http://forage.example",
  "https://forage.example/app",
  "forage.example",
  "https://me@forage.example",
])("refuses FORAGE_PUBLIC_URL=%s", (url) => {
  expect(refusal({ FORAGE_PUBLIC_URL: url, FORAGE_SECRET: SECRET })).toBe("request/invalid");
});

it.each([
  ["web", 5],
  ["worker", 0],
  ["all", 600],
])("as %s it drains for %i seconds where that is asked", (role, drainSeconds) => {
  const environment = { FORAGE_ROLE: role, FORAGE_DRAIN_SECONDS: String(drainSeconds) };
  expect(readStartSettings(environment, [])).toMatchObject({ role, drainSeconds });
});

it.each([
  { FORAGE_ROLE: "both" },
  { FORAGE_DRAIN_SECONDS: "-1" },
  { FORAGE_DRAIN_SECONDS: "soon" },
  { FORAGE_DRAIN_SECONDS: "601" },
])("refuses %j", (environment) => {
  expect(() => readStartSettings(environment, [])).toThrow(
    expect.objectContaining({ code: "request/invalid" }),
  );
});

it("has nothing to show to the network as a worker", () => {
  for (const option of ["--dev", "--lan"])
    expect(() => readStartSettings({ FORAGE_ROLE: "worker" }, [option])).toThrow(
      expect.objectContaining({ code: "request/invalid" }),
    );
});

it("says at the start that an address of a server of networks is none", () => {
  expect(refusal({ FORAGE_INFERENCE_URL: "gpu.example" })).toBe("request/invalid");
  expect(refusal({ FORAGE_INFERENCE_URL: "http://gpu.example:8000" })).toBe("accepted");
});
