import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createDiskStore } from "./disk-store";

const SIZE_KIB = 256;

/** A real disk of that size, which only an administrator of Linux can make. @returns undefined for anybody else */
function smallDisk(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "forage-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE_KIB}k`, "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

it.runIf(disk !== undefined)(
  "leaves nothing half-written on a disk that is full, and goes on when there is room",
  async () => {
    const folder = join(disk ?? "", "files");
    const store = createDiskStore(folder);
    const kept = await store.put(randomBytes(120 * 1_024));
    const large = randomBytes(160 * 1_024);
    await expect(store.put(large)).rejects.toMatchObject({ code: "storage/disk-full", facts: { folder } });
    const names = readdirSync(folder, { recursive: true, withFileTypes: true });
    expect(names.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([kept]);
    expect(await store.read(kept)).toHaveLength(120 * 1_024);
    // what is small enough still goes in
    expect(await store.has(await store.put(randomBytes(20 * 1_024)))).toBe(true);
    await store.remove(kept);
    const name = await store.put(large);
    expect(Buffer.from(await store.read(name)).equals(large)).toBe(true);
  },
);
