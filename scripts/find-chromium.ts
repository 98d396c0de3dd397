import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What the search looks at; a test gives its own machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly exists: (path: string) => boolean;
  readonly list: (folder: string) => readonly string[];
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const MAC_APPS = ["Google Chrome", "Chromium", "Microsoft Edge"];

const WINDOWS_APPS = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"];

/** The newest browser that Playwright itself downloaded, where there is one. */
function inPlaywrightCache(machine: Machine): string | undefined {
  const folder =
    machine.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      linux: join(machine.home, ".cache/ms-playwright"),
      darwin: join(machine.home, "Library/Caches/ms-playwright"),
      win32: join(machine.env.LOCALAPPDATA ?? machine.home, "ms-playwright"),
    }[machine.platform as "linux" | "darwin" | "win32"];
  if (folder === undefined) return undefined;
  const inside = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-win/chrome.exe",
    "chrome-win64/chrome.exe",
  ];
  return machine
    .list(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => inside.map((path) => join(folder, name, path)))
    .find(machine.exists);
}

/** Where a browser brought by npm is unpacked; see provide-chromium.ts. */
export function carriedChromiumFolder(root: string): string {
  return join(root, "node_modules", ".cache", "forage-chromium");
}

function candidates(machine: Machine): readonly string[] {
  if (machine.platform === "darwin")
    return MAC_APPS.flatMap((app) =>
      ["/Applications", join(machine.home, "Applications")].map((folder) =>
        join(folder, `${app}.app`, "Contents/MacOS", app),
      ),
    );
  if (machine.platform === "win32")
    return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) => {
      const folder = machine.env[variable];
      return folder === undefined ? [] : WINDOWS_APPS.map((app) => join(folder, app));
    });
  const folders = (machine.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, "/usr/bin", "/snap/bin"].flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

export const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  exists: existsSync,
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
};

/**
 * Finds a browser that Playwright can drive: CHROME_PATH, an installed Chromium, Chrome or Edge, one that
 * Playwright downloaded, or one that npm carried.
 * @returns absolute path, or undefined where there is none
 * @throws RangeError if CHROME_PATH names a file that is not there
 */
export function findChromium(root: string, machine: Machine = thisMachine): string | undefined {
  const named = machine.env.CHROME_PATH;
  if (named) {
    if (!machine.exists(named)) throw new RangeError(`CHROME_PATH names ${named}, which is not there.`);
    return named;
  }
  const carried = join(carriedChromiumFolder(root), "chromium");
  return (
    candidates(machine).find(machine.exists) ??
    inPlaywrightCache(machine) ??
    (machine.exists(carried) ? carried : undefined)
  );
}
