import { expect, it } from "vitest";
import { activePhoto, createPhotoQueueStore, nextQueued } from "./photo-queue-store";
import { photoItem } from "./testing/photo-item";

function strip(...ids: readonly string[]) {
  const store = createPhotoQueueStore();
  store.getState().add(ids.map((id) => photoItem(id)));
  return store;
}
const ids = (store: ReturnType<typeof strip>) => store.getState().photos.map((photo) => photo.id);

it("brings the first photo of an empty strip to the front, and leaves the front alone after", () => {
  const store = strip("a", "b");
  expect(store.getState().activeId).toBe("a");
  store.getState().add([photoItem("c")]);
  expect(store.getState().activeId).toBe("a");
  store.getState().add([photoItem("d")], { activate: true });
  expect(store.getState().activeId).toBe("d");
});

it("takes a photo once", () => {
  const store = strip("a");
  store.getState().add([photoItem("a"), photoItem("b")]);
  expect(ids(store)).toEqual(["a", "b"]);
});

it("stays at the strip's ends", () => {
  const store = strip("a", "b");
  store.getState().step(-1);
  expect(store.getState().activeId).toBe("a");
  store.getState().step(1);
  store.getState().step(1);
  expect(store.getState().activeId).toBe("b");
});

it("shows the neighbour when the photo in front is removed, and undoes it in place", () => {
  const store = strip("a", "b", "c");
  store.getState().activate("b");
  const removed = store.getState().remove("b");
  expect(store.getState().activeId).toBe("c");
  store.getState().putBack(removed!.photo, removed!.index);
  expect(ids(store)).toEqual(["a", "b", "c"]);
  expect(store.getState().activeId).toBe("b");
});

it("puts a removed photo back instead of a copy that came meanwhile, but beside one that was worked on", () => {
  const store = createPhotoQueueStore();
  store.getState().add([photoItem("a", { contentHash: "1" }), photoItem("b")]);
  const first = store.getState().remove("a")!;
  store.getState().add([photoItem("a-again", { contentHash: "1" })]);
  store.getState().putBack(first.photo, first.index);
  expect(ids(store)).toEqual(["a", "b"]);
  const second = store.getState().remove("a")!;
  const worked = photoItem("a-again", { contentHash: "1" });
  worked.editor.getState().setStageSize({ width: 100, height: 50 });
  worked.editor.getState().addBox();
  store.getState().add([worked]);
  store.getState().putBack(second.photo, second.index);
  expect(ids(store)).toEqual(["a", "b", "a-again"]);
});

it("shows nothing when the last photo is removed", () => {
  const store = strip("a");
  store.getState().remove("a");
  expect(activePhoto(store.getState())).toBeUndefined();
});

it("looks at the photo in front first, then from the left", () => {
  const store = strip("a", "b", "c");
  store.getState().activate("c");
  expect(nextQueued(store.getState())?.id).toBe("c");
  store.getState().update("c", { state: "done" });
  expect(nextQueued(store.getState())?.id).toBe("a");
});
