import { expect, it, vi } from "vitest";
import type { ChangeTopic } from "@/lib/contracts/changes";
import { createReader } from "./follow-changes";

/** A reader whose reads end when they are told to. */
function setUp() {
  const ends: { ok(): void; fail(): void }[] = [];
  const read = vi.fn(
    (_topics: readonly ChangeTopic[]) =>
      new Promise<void>((resolve, reject) => {
        ends.push({ ok: resolve, fail: () => reject(new Error("the server is away")) });
      }),
  );
  return { read, ends, tell: createReader(read) };
}

it("reads at once, and what changes meanwhile once more afterwards", async () => {
  const { read, ends, tell } = setUp();
  const whole = tell(["jobs"]);
  for (let i = 0; i < 1_000; i++) void tell(["jobs"]);
  void tell(["models"]);
  expect(read.mock.calls).toEqual([[["jobs"]]]);
  ends[0]?.ok();
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2));
  expect(read).toHaveBeenLastCalledWith(["jobs", "models"]);
  ends[1]?.ok();
  await whole;
  expect(read).toHaveBeenCalledTimes(2);
});

it("goes on after a read that failed", async () => {
  const { read, ends, tell } = setUp();
  const first = tell(["jobs"]);
  ends[0]?.fail();
  await first;
  void tell(["training"]);
  expect(read).toHaveBeenLastCalledWith(["training"]);
});
