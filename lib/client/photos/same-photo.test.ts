import { expect, it } from "vitest";
import { contentHashOf, findSamePhoto } from "./same-photo";

const photo = (name: string, text: string, contentHash?: string) => ({
  name,
  blob: new Blob([text]),
  contentHash,
});

it("is the SHA-256 of the bytes", async () => {
  // FIPS 180-2, appendix B.1
  expect(await contentHashOf(new Blob(["abc"]))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

it("finds the same bytes under another name, and no other bytes under the same name", async () => {
  const photos = [photo("a.jpg", "one"), photo("b.jpg", "two")];
  const find = async (text: string) =>
    (await findSamePhoto(await contentHashOf(new Blob([text])), photos))?.name;
  expect(await find("two")).toBe("b.jpg");
  expect(await find("three")).toBeUndefined();
});

it("goes by the file as it came where it was converted", async () => {
  const heic = await contentHashOf(new Blob(["heic"]));
  const photos = [photo("a.heic", "the jpeg made of it", heic)];
  expect((await findSamePhoto(heic, photos))?.name).toBe("a.heic");
});
