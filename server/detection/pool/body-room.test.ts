import { expect, it } from "vitest";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { BodyRoom } from "./body-room";
import { defer } from "./deferred";

const sized = (bytes: number) => ({ headers: new Headers({ "content-length": String(bytes) }) });

it("refuses a photo that does not fit beside the others, and has room again afterwards", async () => {
  const room = new BodyRoom(100);
  const first = defer<string>();
  const held = room.hold(sized(60), () => first.promise);
  await expect(room.hold(sized(41), async () => "second")).rejects.toMatchObject({ code: "detection/busy" });
  expect(await room.hold(sized(40), async () => "fits")).toBe("fits");
  first.resolve("first");
  expect(await held).toBe("first");
  expect(await room.hold(sized(41), async () => "second")).toBe("second");
});

it("gives its room back after a failure", async () => {
  const room = new BodyRoom(100);
  const failing = room.hold(sized(90), async () => {
    throw new Error("no photo");
  });
  await expect(failing).rejects.toThrow("no photo");
  expect(await room.hold(sized(90), async () => "next")).toBe("next");
});

it("takes one photo however large, and counts one that does not say its size as the largest", async () => {
  const room = new BodyRoom(MAX_PHOTO_BYTES);
  const first = defer<void>();
  const held = room.hold({ headers: new Headers() }, () => first.promise);
  await expect(room.hold(sized(1), async () => "second")).rejects.toMatchObject({ code: "detection/busy" });
  first.resolve();
  await held;
});
