import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { carriedChromiumFolder, findChromium } from "./find-chromium";
import { runStep } from "./run-step";

/** Built for Linux servers without a package manager; kept out of package.json, most people never need it. */
const CARRIED = "@sparticuz/chromium@147.0.0";

async function installSystemPackage(root: string): Promise<string | undefined> {
  console.log("No Chromium found. Installing the system's package (running as root on Linux).");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runStep("apt-get", ["update", "-qq"], { cwd: root, env });
  await runStep("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    cwd: root,
    env,
  });
  return findChromium(root);
}

/** The package unpacks its browser, with the libraries beside it, into the temporary folder; this makes that `folder`. */
async function unpackedInto(folder: string, unpack: () => Promise<string>): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await unpack();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

async function installCarried(root: string): Promise<string | undefined> {
  const folder = carriedChromiumFolder(root);
  console.log(`No Chromium found. Fetching ${CARRIED} from npm into ${folder}.`);
  mkdirSync(folder, { recursive: true });
  const code = await runStep("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", CARRIED], {
    cwd: root,
  });
  if (code !== 0) return undefined;
  try {
    const entry = createRequire(join(folder, "package.json")).resolve("@sparticuz/chromium");
    const carried: { default: { executablePath(): Promise<string> } } = await import(
      pathToFileURL(entry).href
    );
    const target = await unpackedInto(folder, () => carried.default.executablePath());
    const works = (await runStep(target, ["--version", "--no-sandbox"], { cwd: root })) === 0;
    return works ? target : undefined;
  } catch (cause) {
    console.log(`The carried browser could not be unpacked: ${String(cause)}`);
    return undefined;
  }
}

/**
 * Finds a browser for the tests, or installs one where that needs no password: the system's package as
 * root on Linux, else one from npm on Linux. Never uses sudo.
 * @returns absolute path, or undefined with a sentence already printed
 */
export async function provideChromium(root: string): Promise<string | undefined> {
  const found = findChromium(root);
  if (found !== undefined) return found;
  if (process.platform === "linux") {
    const installed = process.getuid?.() === 0 ? await installSystemPackage(root) : undefined;
    const carried = installed ?? (process.arch === "x64" ? await installCarried(root) : undefined);
    if (carried !== undefined) return carried;
  }
  console.log(
    "No Chromium, Chrome or Edge was found. Install one, or name one with CHROME_PATH=/path/to/chrome, " +
      "or let Playwright fetch its own: npx playwright install chromium",
  );
  return undefined;
}
