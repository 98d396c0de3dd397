import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startS3Double } from "@/server/storage/testing/moto";
import { findDvc } from "./testing/find-dvc";
import { trackWithDvc } from "./track-with-dvc";

// runs DVC
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Installing DVC, on a busy machine. */
const SLOW_MS = 900_000;

let dvc: Awaited<ReturnType<typeof findDvc>>;
let folder: string;
let before: NodeJS.ProcessEnv;

beforeAll(async () => {
  dvc = await findDvc();
}, SLOW_MS);
beforeEach(() => {
  before = { ...process.env };
  folder = mkdtempSync(join(tmpdir(), "forage-real-dvc-"));
  process.env.FORAGE_DATA_DIR = join(folder, "data");
  // neither this machine's settings nor its cache are used
  process.env.HOME = folder;
  if ("program" in dvc) process.env.FORAGE_DVC = dvc.program;
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

function git(cwd: string, ...args: readonly string[]): void {
  const who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@localhost"];
  execFileSync("git", [...who, ...args], { cwd, stdio: "pipe" });
}

/** A team's git repository with a set in it. @returns the set's folder */
function makeSet(): string {
  const team = join(folder, "team");
  const set = join(team, "sets", "fruit");
  mkdirSync(join(set, "images", "train"), { recursive: true });
  writeFileSync(join(set, "data.yaml"), "names: [apple]\n");
  for (let photo = 0; photo < 12; photo++) {
    const bytes = Uint8Array.from({ length: 3_000 }, (_, place) => (place * 7 + photo * 31) % 256);
    writeFileSync(join(set, "images", "train", `${photo}.jpg`), bytes);
  }
  git(team, "init", "--quiet");
  return set;
}

function contentsOf(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true }).map(String).toSorted();
  return Object.fromEntries(
    files
      .filter((file) => statSync(join(root, file)).isFile())
      .map((file) => [file, readFileSync(join(root, file)).toString("base64")]),
  );
}

/** What another member of the team gets: git's clone, and DVC's pull in it. */
function pullElsewhere(program: string): Record<string, string> {
  const team = join(folder, "team");
  git(team, "add", ".");
  git(team, "commit", "--quiet", "-m", "data: fruit");
  git(folder, "clone", "--quiet", team, "elsewhere");
  const sets = join(folder, "elsewhere", "sets");
  expect(readdirSync(sets)).not.toContain("fruit");
  execFileSync(program, ["pull", "--quiet", "fruit.dvc"], { cwd: sets, stdio: "pipe" });
  return contentsOf(join(sets, "fruit"));
}

describe("trackWithDvc, with DVC itself", () => {
  it("gives a clone of the repository the same bytes from a folder", {
    timeout: SLOW_MS,
  }, async (context) => {
    if ("reason" in dvc) return context.skip(dvc.reason);
    const set = makeSet();
    const { hash, repository } = await trackWithDvc(set, { remote: join(folder, "remote") });
    expect(hash).toMatch(/^[0-9a-f]{32}\.dir$/);
    expect(repository).toBe(join(folder, "team", "sets"));
    expect(pullElsewhere(dvc.program)).toEqual(contentsOf(set));
    // a second export of the same set changes nothing
    expect((await trackWithDvc(set)).hash).toBe(hash);
  });

  it("gives a clone of the repository the same bytes from S3", { timeout: SLOW_MS }, async (context) => {
    if ("reason" in dvc) return context.skip(dvc.reason);
    const double = await startS3Double();
    if ("reason" in double) return context.skip(double.reason);
    context.onTestFinished(() => double.stop());
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
      FORAGE_S3_ENDPOINT: double.endpoint,
    });
    const client = new S3Client({ endpoint: double.endpoint, region: "us-east-1", forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "team-data" }));
    const set = makeSet();
    const { remote } = await trackWithDvc(set, { remote: "s3://team-data/sets" });
    expect(remote).toBe("s3://team-data/sets");
    expect(pullElsewhere(dvc.program)).toEqual(contentsOf(set));
  });
});
