import { describe, expect, it } from "vitest";
import { findChromium, type Machine } from "./find-chromium";

function machineWith(files: readonly string[], over: Partial<Machine> = {}): Machine {
  return {
    platform: "linux",
    env: { PATH: "/usr/local/bin:/usr/bin" },
    home: "/home/ada",
    exists: (path) => files.includes(path),
    list: (folder) =>
      files
        .filter((file) => file.startsWith(`${folder}/`))
        .map((file) => file.slice(folder.length + 1).split("/")[0]!),
    ...over,
  };
}

describe("findChromium", () => {
  it("finds nothing on a bare machine", () => {
    expect(findChromium("/app", machineWith([]))).toBeUndefined();
  });

  it("takes CHROME_PATH before an installed one", () => {
    const machine = machineWith(["/usr/bin/chromium", "/opt/chrome"], {
      env: { CHROME_PATH: "/opt/chrome", PATH: "/usr/bin" },
    });
    expect(findChromium("/app", machine)).toBe("/opt/chrome");
  });

  it("refuses a CHROME_PATH that is not there instead of taking another", () => {
    const machine = machineWith(["/usr/bin/chromium"], {
      env: { CHROME_PATH: "/opt/chrome", PATH: "/usr/bin" },
    });
    expect(() => findChromium("/app", machine)).toThrow(/\/opt\/chrome/);
  });

  it("takes the newest of Playwright's own", () => {
    const cache = "/home/ada/.cache/ms-playwright";
    const machine = machineWith([
      `${cache}/chromium-999/chrome-linux/chrome`,
      `${cache}/chromium-1200/chrome-linux64/chrome`,
      `${cache}/firefox-2000/firefox/firefox`,
    ]);
    expect(findChromium("/app", machine)).toBe(`${cache}/chromium-1200/chrome-linux64/chrome`);
  });

  it("finds Edge on Windows", () => {
    const edge = "C:/Program Files/Microsoft/Edge/Application/msedge.exe";
    const machine = machineWith([edge], { platform: "win32", env: { PROGRAMFILES: "C:/Program Files" } });
    expect(findChromium("/app", machine)).toBe(edge);
  });

  it("takes the one npm carried last", () => {
    const carried = "/app/node_modules/.cache/forage-chromium/chromium";
    expect(findChromium("/app", machineWith([carried]))).toBe(carried);
    expect(findChromium("/app", machineWith([carried, "/usr/bin/google-chrome"]))).toBe(
      "/usr/bin/google-chrome",
    );
  });
});
