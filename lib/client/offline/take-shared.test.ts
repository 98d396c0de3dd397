import { beforeEach, expect, it, type Mock, vi } from "vitest";
import { sharedFiles } from "./shared-photos";
import { takeShared } from "./take-shared";

vi.mock("./shared-photos", () => ({ sharedFiles: vi.fn() }));

const kept: { file: File; forget: Mock<() => Promise<boolean>> }[] = [];
const say = vi.fn();
beforeEach(() => {
  say.mockClear();
  kept.length = 0;
  for (const name of ["a.jpg", "b.heic"])
    kept.push({ file: new File(["x"], name), forget: vi.fn(async () => true) });
  vi.mocked(sharedFiles).mockResolvedValue(kept);
});
const taking = (search: string, here: "somebody" | "nobody", take = vi.fn(async () => {})) => ({
  asked: new URLSearchParams(search),
  whoIsHere: async () => here,
  take,
  say,
});

it("puts what was shared on the strip, and forgets it only then", async () => {
  const order: string[] = [];
  const take = vi.fn(async () => {
    order.push("taken");
  });
  for (const { file, forget } of kept)
    forget.mockImplementation(async () => {
      order.push(file.name);
      return true;
    });
  await takeShared(taking("shared=2", "somebody", take));
  expect(order).toEqual(["taken", "a.jpg", "b.heic"]);
  expect(take).toHaveBeenCalledWith(kept.map(({ file }) => file));
  const failing = vi.fn(() => Promise.reject(new Error("no room")));
  await expect(takeShared(taking("shared=2", "somebody", failing))).rejects.toThrow("no room");
  expect(kept[0]?.forget).toHaveBeenCalledTimes(1);
});

it("keeps it while nobody is signed in, and says so: the strip is then not theirs", async () => {
  const given = taking("shared=2", "nobody");
  await takeShared(given);
  expect(given.take).not.toHaveBeenCalled();
  expect(kept[0]?.forget).not.toHaveBeenCalled();
  expect(say).toHaveBeenCalledWith("photo/share-waits", { count: 2 });
});

it("says what was left out, and why", async () => {
  await takeShared(taking("shared=2&left=3", "somebody"));
  await takeShared(taking("shared=2&left=3&full=1", "somebody"));
  await takeShared(taking("shared=0&missed=1", "somebody"));
  expect(say.mock.calls).toEqual([
    ["photo/too-many-shared", { left: 3 }],
    ["photo/share-full", { left: 3 }],
    ["photo/share-missed"],
  ]);
});
