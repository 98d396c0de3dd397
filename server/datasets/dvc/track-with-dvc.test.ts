import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { trackWithDvc } from "./track-with-dvc";

// starts processes
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let before: NodeJS.ProcessEnv;

/** A double of DVC: records its commands, makes what `init` and `add` make, and fails where it is told to. */
const DOUBLE = `#!/bin/sh
echo "$@" >> "$CALLS"
if [ "$1" = "$FAILS" ]; then echo "ERROR: no space on the remote" >&2; exit 1; fi
case "$1" in
  init) mkdir .dvc ;;
  add) for last; do :; done; printf 'outs:\\n- md5: 0a1b.dir\\n  path: x\\n' > "$last.dvc" ;;
esac
`;

beforeEach(() => {
  before = { ...process.env };
  folder = mkdtempSync(join(tmpdir(), "forage-dvc-"));
  const double = join(folder, "dvc-double");
  writeFileSync(double, DOUBLE);
  chmodSync(double, 0o755);
  process.env.FORAGE_DVC = double;
  process.env.CALLS = join(folder, "calls");
  process.env.FORAGE_DATA_DIR = join(folder, "data");
  mkdirSync(join(folder, "work", "set"), { recursive: true });
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

const set = () => join(folder, "work", "set");
const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

// the double is a script with a shebang line, which Windows ignores
describe.skipIf(process.platform === "win32")("trackWithDvc", () => {
  it("makes a repository beside the folder, adds it and pushes it to a folder by default", async () => {
    const remote = join(folder, "data", "dvc-remote");
    expect(await trackWithDvc(set())).toEqual({
      file: `${set()}.dvc`,
      hash: "0a1b.dir",
      remote,
      repository: join(folder, "work"),
    });
    expect(calls()).toEqual([
      "--version",
      "init --quiet --no-scm",
      "config core.analytics false",
      `remote add --force --default forage ${remote}`,
      "add --quiet set",
      "push --quiet --remote forage set.dvc",
    ]);
    expect(existsSync(remote)).toBe(true);
  });

  it("uses the repository there is, and an S3 address with its endpoint", async () => {
    mkdirSync(join(folder, ".dvc"));
    process.env.FORAGE_S3_ENDPOINT = "http://127.0.0.1:9000";
    const { remote, repository } = await trackWithDvc(set(), { remote: "s3://bucket/data" });
    expect([remote, repository]).toEqual(["s3://bucket/data", folder]);
    expect(calls().slice(1, 3)).toEqual([
      "remote add --force --default forage s3://bucket/data",
      "remote modify forage endpointurl http://127.0.0.1:9000",
    ]);
  });

  it("leaves the default remote that somebody chose", async () => {
    mkdirSync(join(folder, ".dvc"));
    writeFileSync(join(folder, ".dvc", "config"), "[core]\n    analytics = false\n    remote = theirs\n");
    await trackWithDvc(set(), { remote: "s3://bucket/data" });
    expect(calls()[1]).toBe("remote add --force forage s3://bucket/data");
  });

  it("keeps the place of earlier sets, unless it is given another", async () => {
    mkdirSync(join(folder, ".dvc"));
    const config = "[core]\n    remote = forage\n['remote \"forage\"']\n    url = s3://bucket/data\n";
    writeFileSync(join(folder, ".dvc", "config"), config);
    expect((await trackWithDvc(set())).remote).toBe("s3://bucket/data");
    expect(calls().filter((call) => call.startsWith("remote"))).toEqual([]);
    expect((await trackWithDvc(set(), { remote: "s3://other" })).remote).toBe("s3://other");
    expect(calls().filter((call) => call.startsWith("remote"))).toEqual([
      "remote add --force forage s3://other",
    ]);
  });

  it("makes a repository of its own inside somebody's git", async () => {
    mkdirSync(join(folder, ".git"));
    await trackWithDvc(set(), { remote: join(folder, "remote") });
    expect(calls()[1]).toBe("init --quiet --subdir");
  });

  it("says with DVC's words what failed, and that it is missing", async () => {
    process.env.FAILS = "push";
    await expect(trackWithDvc(set())).rejects.toMatchObject({
      code: "dataset/dvc-failed",
      facts: { step: "dvc push", reason: "no space on the remote" },
    });
    process.env.FORAGE_DVC = join(folder, "nothing");
    await expect(trackWithDvc(set())).rejects.toMatchObject({ code: "dataset/dvc-missing" });
  });
});
