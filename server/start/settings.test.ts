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
  expect(readStartSettings({ HOSTNAME: "0.0.0.0" }, [])).toEqual({ port: 3000, isDevelopment: false });
});

it.each(["127.0.0.1", "localhost", ""])("accepts HOST=%s", (host) => {
  expect(refusal({ HOST: host })).toBe("accepted");
});

it.each(["0.0.0.0", "::", "192.168.1.7", "forage.example", "127.0.0.2"])("refuses HOST=%s", (host) => {
  expect(refusal({ HOST: host })).toBe("server/public-address");
});

it.each(["1", "3001", "65535"])("accepts port %s", (port) => {
  expect(readStartSettings({ PORT: port }, ["--dev"])).toEqual({ port: Number(port), isDevelopment: true });
});

it.each(["0", "65536", "abc", "-1", "3000.5", "1e3"])("refuses port %s", (port) => {
  expect(refusal({ PORT: port })).toBe("server/port-taken");
});

it("refuses an option it does not know", () => {
  expect(refusal({}, ["--port"])).toBe("request/invalid");
});
