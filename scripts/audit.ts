import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectPath } from "@/server/storage/project-root";
import { type Answer, allowedSchema, graveOnes, readNpm, readPip } from "./audit/findings";

/**
 * Asks the indexes of npm and Python for known weaknesses of what is shipped: `npm run audit`. Fails on one that is high,
 * critical or of unknown weight and not in `scripts/audit/allowed.json`. An index that does not answer is named, and stops nothing.
 */
/** For all of it together: who waits longer has no answer. */
const late = AbortSignal.timeout(19_000);

/** What a command printed, whatever it thinks of it. */
function printed(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      cwd: projectPath(),
      signal: late,
      maxBuffer: 64 * 2 ** 20,
      encoding: "utf8" as const,
    };
    execFile(command, [...args], options, (_error, output) => resolve(output));
  });
}

async function askNpm(): Promise<Answer> {
  return readNpm(await printed("npm", ["audit", "--omit=dev", "--json"]));
}

/** uv of the light environment installs pip-audit in one of its own. */
async function askPython(): Promise<Answer> {
  const bin = (environment: string, name: string) => projectPath("training", environment, "bin", name);
  const uv = bin(".venv-light", "uv");
  if (!existsSync(uv)) return { silent: "there is no light Python environment to ask the Python index with" };
  const python = bin(".venv-audit", "python");
  if (!existsSync(python)) await printed(uv, ["venv", "--quiet", projectPath("training", ".venv-audit")]);
  const lock = projectPath("scripts", "audit", "audit.lock");
  await printed(uv, ["pip", "sync", "--quiet", "--require-hashes", "--python", python, lock]);
  const packages = readFileSync(projectPath("training", "requirements.lock"), "utf8").match(
    /^[\w.-]+==[\w.+-]+/gm,
  );
  const folder = mkdtempSync(join(tmpdir(), "forage-audit-"));
  const ask = async (lines: readonly string[]) => {
    const [list, report] = [join(folder, "list.txt"), join(folder, "report.json")];
    writeFileSync(list, lines.join("\n"));
    const how = ["--disable-pip", "--no-deps", "--progress-spinner", "off", "--timeout", "5"];
    await printed(bin(".venv-audit", "pip-audit"), ["-r", list, ...how, "-f", "json", "-o", report]);
    return readPip(existsSync(report) ? readFileSync(report, "utf8") : "");
  };
  try {
    // one first: an index that says nothing of it is not asked for all
    const first = await ask(["pip==25.0"]);
    return "silent" in first ? first : await ask(packages ?? []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const allowed = allowedSchema.parse(
  JSON.parse(readFileSync(projectPath("scripts", "audit", "allowed.json"), "utf8")),
);
const today = new Date().toISOString().slice(0, 10);
for (const answer of await Promise.all([askNpm(), askPython()])) {
  if ("silent" in answer) {
    console.log(`Known weaknesses: ${answer.silent}; nothing was checked there.`);
    continue;
  }
  const grave = graveOnes(answer.findings, allowed, today);
  console.log(
    `Known weaknesses: ${answer.looked} were looked up; ${answer.findings.length} found, ${grave.length} of them stop this.`,
  );
  for (const { id, package: name, severity, title } of grave)
    console.error(`  ${name}: ${id} (${severity}) ${title}`);
  if (grave.length > 0) process.exitCode = 1;
}
