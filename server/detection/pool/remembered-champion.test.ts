import { expect, it, vi } from "vitest";
import { rememberChampion } from "./remembered-champion";

it("asks once a second for each team, and sees a move after that", async () => {
  let clock = 0;
  const ask = vi.fn(async () => `a/${ask.mock.calls.length}`);
  const championOf = rememberChampion(ask, () => clock);
  expect([await championOf("anna"), await championOf("anna"), await championOf("ben")]).toEqual([
    "a/1",
    "a/1",
    "a/2",
  ]);
  clock = 999;
  expect(await championOf("anna")).toBe("a/1");
  clock = 1_000;
  expect(await championOf("anna")).toBe("a/3");
});

it("asks again after a failure", async () => {
  const ask = vi.fn(async () => "a/1").mockRejectedValueOnce(new Error("the database is away"));
  const championOf = rememberChampion(ask, () => 0);
  await expect(championOf("anna")).rejects.toThrow("away");
  expect(await championOf("anna")).toBe("a/1");
});
