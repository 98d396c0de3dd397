import { expect, it } from "vitest";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import { type NoticeInput, SLOW_PHOTO_MS, stageNotice } from "./stage-notice";

const READY = {
  state: "ready",
  backend: "wasm",
  attempts: [],
  modelId: "forage-n/1",
  downloadMs: 0,
  warmUpMs: 0,
  fromCache: true,
} as const;

function run(totalMs: number, backend: "wasm" | "server" = "wasm") {
  return {
    key: "run-1",
    candidates: {
      count: 0,
      boxes: new Float32Array(),
      scores: new Float32Array(),
      classIds: new Uint16Array(),
    },
    modelId: "forage-n/1",
    backend,
    timings: { decodeMs: 0, preprocessMs: 0, inferenceMs: totalMs, postprocessMs: 0, totalMs },
  };
}

function input(patch: Partial<NoticeInput>): NoticeInput {
  return {
    status: READY,
    photo: photoItem("a", { state: "done", run: run(100) }),
    shownBoxes: 3,
    hasServerConsent: false,
    declinedServerOffer: false,
    declinedConsent: false,
    isOnline: true,
    ...patch,
  };
}
const kindOf = (patch: Partial<NoticeInput>) => stageNotice(input(patch)).kind;

it("is quiet when boxes are there", () => {
  expect(kindOf({})).toBe("none");
});

it("says when nothing is found, but not before the photo was looked at", () => {
  expect(kindOf({ shownBoxes: 0 })).toBe("nothing-found");
  expect(kindOf({ shownBoxes: 0, photo: photoItem("a", { state: "detecting" }) })).toBe("none");
});

it("asks for a yes, once", () => {
  const waiting = { status: { state: "needs-consent", attempts: [] } as const, photo: photoItem("a") };
  expect(kindOf(waiting)).toBe("consent");
  expect(kindOf({ ...waiting, declinedConsent: true })).toBe("none");
});

it("leaves a photo alone that was looked at before the backend was lost", () => {
  expect(kindOf({ status: { state: "needs-consent", attempts: [] } })).toBe("none");
  expect(kindOf({ status: { state: "failed", code: "model/corrupt", attempts: [] } })).toBe("none");
});

it("offers the server strictly above the limit, and takes no for an answer", () => {
  const slow = (ms: number) => photoItem("a", { state: "done", run: run(ms) });
  expect(kindOf({ photo: slow(SLOW_PHOTO_MS) })).toBe("none");
  expect(stageNotice(input({ photo: slow(6_400) }))).toEqual({ kind: "slow", seconds: 6 });
  expect(kindOf({ photo: slow(6_400), declinedServerOffer: true })).toBe("none");
  expect(kindOf({ photo: slow(6_400), isOnline: false })).toBe("none");
  expect(kindOf({ photo: photoItem("a", { state: "done", run: run(6_400, "server") }) })).toBe("none");
});

it("shows the model's progress only to photos that wait for it", () => {
  const status = { state: "downloading", receivedBytes: 1, totalBytes: 2 } as const;
  expect(kindOf({ status, photo: photoItem("a") })).toBe("progress");
  expect(kindOf({ status })).toBe("none");
});
