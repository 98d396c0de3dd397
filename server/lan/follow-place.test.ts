import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeAuthority } from "./authority";
import { makeCertificate } from "./certificate";
import { followPlace, prepareFront } from "./front";

const PLACE = { addresses: ["127.0.0.2"], names: ["kitchen.local"] };
const DAY_MS = 86_400_000;
const ROUND_MS = 15_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "forage-follow-"));
  vi.useFakeTimers({ now: Date.now() });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

it("says of a given certificate once that it has ended, and again only after another one was good", async () => {
  const given = { cert: join(folder, "c.pem"), key: join(folder, "k.pem") };
  const authority = await makeAuthority("kitchen");
  /** @param endsInDays of 397 */
  const give = async (endsInDays: number) => {
    const made = new Date(Date.now() - (397 - endsInDays) * DAY_MS);
    const pair = await makeCertificate(authority, PLACE, made);
    writeFileSync(given.cert, pair.certificate);
    writeFileSync(given.key, pair.key);
  };
  const settings = { port: 4000, given, addresses: "127.0.0.2" };
  const said: string[] = [];
  await give(1);
  const follower = followPlace(folder, settings, await prepareFront(folder, settings, PLACE), (text) => {
    said.push(text);
  });
  const rounds = (count: number) => vi.advanceTimersByTimeAsync(count * ROUND_MS);
  await rounds(4);
  expect(said).toEqual([]);
  vi.setSystemTime(Date.now() + 2 * DAY_MS);
  await rounds(4);
  expect(said).toEqual([expect.stringMatching(/c\.pem ended on .*\. Forage goes on with what it has\.$/)]);
  await give(1);
  await rounds(2);
  vi.setSystemTime(Date.now() + 2 * DAY_MS);
  await rounds(4);
  expect(said).toHaveLength(2);
  writeFileSync(given.cert, "no certificate");
  await rounds(4);
  expect(said).toHaveLength(3);
  expect(said[2]).toMatch(/no certificate in PEM form/);
  follower.stop();
});
