import { afterEach, expect, it, vi } from "vitest";
import type { Detector, DetectorStatus } from "@/lib/client/detection/detector";
import { createDetectorStore } from "@/lib/client/detection/detector-store";
import { createPhotoQueueStore } from "@/lib/client/photos/photo-queue-store";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { Release } from "@/lib/contracts/model-registry";
import { followRelease } from "./follow-release";

const release = (championId: string): Release => ({ championId, shadow: { candidateId: null, share: 0 } });

/** A detector that loads whatever the server calls champion when it is started. */
function fakeDetector(id: string) {
  let status: DetectorStatus = { state: "idle" };
  const detector: Detector = {
    manifest: { id } as ModelManifest,
    getStatus: () => status,
    subscribe: () => () => {},
    start: async () => {
      status = {
        state: "ready",
        backend: "wasm",
        attempts: [],
        modelId: id,
        downloadMs: 0,
        warmUpMs: 0,
        fromCache: true,
      };
    },
    setPreference: async () => {},
    setServerConsent: async () => {},
    detect: vi.fn(),
    dispose: vi.fn(),
  };
  return detector;
}

async function setUp(champion: string) {
  const server = { champion, isBroken: false };
  const made: Detector[] = [];
  const detector = createDetectorStore({
    load: async () => {
      const one = fakeDetector(server.champion);
      if (server.isBroken) one.start = async () => {};
      made.push(one);
      await one.start();
      return one;
    },
    loadManifest: async () => ({ id: server.champion }) as ModelManifest,
    memory: { read: () => null, write: () => {} },
  });
  const queue = createPhotoQueueStore();
  let tell: (release: Release) => void = () => {};
  const onSwitch = vi.fn();
  const stop = followRelease({
    api: {
      watch: (listener) => {
        tell = listener;
        return () => {};
      },
    },
    detector,
    queue,
    onSwitch,
  });
  await detector.getState().start();
  tell(release(champion));
  await rest();
  const move = async (id: string) => {
    server.champion = id;
    tell(release(id));
    await rest();
  };
  const modelId = () => {
    const { status } = detector.getState();
    return status.state === "ready" ? status.modelId : null;
  };
  stops.push(stop);
  return { server, made, detector, queue, onSwitch, move, modelId, stop };
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** One turn of the event loop: every promise here settles in it. */
const rest = () => new Promise(setImmediate);

it("takes a new champion at once when nothing is under way, and lets the old one go", async () => {
  const { made, move, modelId, onSwitch } = await setUp("forage-n/1");
  expect(onSwitch).not.toHaveBeenCalled();
  await move("forage-n/3");
  expect(modelId()).toBe("forage-n/3");
  expect(made[0]?.dispose).toHaveBeenCalledTimes(1);
  expect(onSwitch).toHaveBeenCalledExactlyOnceWith("forage-n/3", "forage-n/1");
});

it("goes back as it came", async () => {
  const { move, modelId, onSwitch } = await setUp("forage-n/1");
  await move("forage-n/3");
  await move("forage-n/1");
  expect(modelId()).toBe("forage-n/1");
  expect(onSwitch).toHaveBeenLastCalledWith("forage-n/1", "forage-n/3");
});

it("waits for the photo that is being looked at", async () => {
  const { queue, move, modelId } = await setUp("forage-n/1");
  queue.getState().add([photoItem("a", { state: "detecting" })], { activate: true });
  await move("forage-n/3");
  expect(modelId()).toBe("forage-n/1");
  queue.getState().update("a", { state: "done" });
  await rest();
  expect(modelId()).toBe("forage-n/3");
});

it("never comes in mid-edit: only once the edits are saved", async () => {
  const { queue, move, modelId } = await setUp("forage-n/1");
  const photo = photoItem("a", { state: "done" });
  queue.getState().add([photo], { activate: true });
  photo.editor.getState().setStageSize({ width: 200, height: 200 });
  photo.editor.getState().addBox();
  await move("forage-n/3");
  expect(modelId()).toBe("forage-n/1");
  photo.editor.getState().chooseClass(3);
  await rest();
  expect(modelId()).toBe("forage-n/1");
  photo.editor.getState().markSaved();
  await rest();
  expect(modelId()).toBe("forage-n/3");
});

it("comes when another photo is brought to the front", async () => {
  const { queue, move, modelId } = await setUp("forage-n/1");
  const photo = photoItem("a", { state: "done" });
  queue.getState().add([photo, photoItem("b", { state: "done" })], { activate: true });
  queue.getState().activate("a");
  photo.editor.getState().setStageSize({ width: 200, height: 200 });
  photo.editor.getState().addBox();
  await move("forage-n/3");
  expect(modelId()).toBe("forage-n/1");
  queue.getState().activate("b");
  await rest();
  expect(modelId()).toBe("forage-n/3");
});

it("keeps the old model when the new one does not start", async () => {
  const { server, made, move, modelId, onSwitch } = await setUp("forage-n/1");
  server.isBroken = true;
  await move("forage-n/3");
  expect(modelId()).toBe("forage-n/1");
  expect(made[0]?.dispose).not.toHaveBeenCalled();
  expect(made[1]?.dispose).toHaveBeenCalled();
  expect(onSwitch).not.toHaveBeenCalled();
});

it("drops a switch that waits when the champion moves back meanwhile", async () => {
  const { queue, move, modelId, onSwitch } = await setUp("forage-n/1");
  queue.getState().add([photoItem("a", { state: "detecting" })], { activate: true });
  await move("forage-n/3");
  await move("forage-n/1");
  queue.getState().update("a", { state: "done" });
  await rest();
  expect(modelId()).toBe("forage-n/1");
  expect(onSwitch).not.toHaveBeenCalled();
});
