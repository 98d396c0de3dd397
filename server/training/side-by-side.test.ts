import { expect, it } from "vitest";
import { startTrainingSchema } from "@/lib/contracts/training";
import { roomFor, sideBySide } from "./side-by-side";

const machine = (cores: number, gigabytes: number, threads = 1) => ({
  cores,
  memoryBytes: gigabytes * 1e9,
  threads,
});

it.each([
  ["cpu", machine(2, 24), 1],
  ["cpu", machine(1, 24), 1],
  ["cpu", machine(8, 24), 4],
  ["cpu", machine(8, 24, 3), 2],
  ["cpu", machine(16, 6), 2],
  ["0", machine(16, 128), 1],
] as const)("%s with %j has room for %i trainings", (device, has, room) => {
  expect(roomFor(device, has)).toBe(room);
});

const configs = ["a", "b"].map((name) => ({ name, values: {} }));
const asked = (sweep: object | null, device = "cpu") =>
  startTrainingSchema.parse({
    version: 1,
    configs: sweep ? configs.slice(0, 1) : configs,
    epochs: 1,
    device,
    sweep: sweep && { parameters: {}, budget: {}, ...sweep },
  });

it.each([
  [asked(null), 2],
  [asked({}), 3],
  [asked({ parallel: 2 }), 2],
  [asked({ parallel: 9 }), 3],
  [asked({ budget: { runs: 1 } }), 1],
  [asked({}, "0"), 1],
  [asked({ parallel: 2 }, "0"), 2],
] as const)("no more are at work than there is work and room for", (request, count) => {
  expect(sideBySide(request, machine(8, 24))).toBe(count);
});

it("a number that somebody has set is the room of every device", () => {
  const set = { ...machine(2, 24), asked: 3 };
  expect([roomFor("cpu", set), roomFor("0", set), sideBySide(asked({ parallel: 5 }, "0"), set)]).toEqual([
    3, 3, 2,
  ]);
});
