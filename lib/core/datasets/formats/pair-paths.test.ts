import { describe, expect, it } from "vitest";
import { isDrawing, pairPaths } from "./pair-paths";
import { createPhotoFinder } from "./photo-finder";

/** The one photo of each label file; several joined by |, "" for none. */
const pairs = (photos: readonly string[], labels: readonly string[]) =>
  [...pairPaths(photos, labels).values()].map((pair) => pair.photos.join("|"));

const NFC = "caf\u00e9";
const NFD = "cafe\u0301";

describe("pairPaths", () => {
  it.each([
    ["a mirrored folder", ["images/train/a.jpg"], ["labels/train/a.txt"], ["images/train/a.jpg"]],
    ["the same folder", ["day1/a.jpg"], ["day1/a.txt"], ["day1/a.jpg"]],
    ["a folder below", ["site/a.jpg"], ["site/labels/a.txt"], ["site/a.jpg"]],
    ["a folder above", ["site/images/a.jpg"], ["site/a.json"], ["site/images/a.jpg"]],
    ["a folder of any name, when no other photo is called so", ["x/y/a.jpg"], ["gt/a.txt"], ["x/y/a.jpg"]],
    [
      "sites that use the same names",
      ["siteA/JPEGImages/1.jpg", "siteB/JPEGImages/1.jpg"],
      ["siteB/Annotations/1.xml", "siteA/Annotations/1.xml"],
      ["siteB/JPEGImages/1.jpg", "siteA/JPEGImages/1.jpg"],
    ],
    [
      "mirrored sites that use the same names",
      ["images/siteA/1.jpg", "images/siteB/1.jpg"],
      ["annotations/siteA/1.xml", "annotations/siteB/1.xml"],
      ["images/siteA/1.jpg", "images/siteB/1.jpg"],
    ],
    [
      "photos beside a folder of drawings",
      ["AnnotationsVisualization/a.jpg", "JPEGImages/a.jpg"],
      ["Annotations/a.xml"],
      ["JPEGImages/a.jpg"],
    ],
    ["the other form of Unicode", [`images/${NFC}.jpg`], [`labels/${NFD}.txt`], [`images/${NFC}.jpg`]],
    ["folders in the other form", [`${NFD}/images/a.jpg`], [`${NFC}/labels/a.txt`], [`${NFD}/images/a.jpg`]],
    [
      "names as in an address",
      ["images/décran 1.jpg"],
      ["labels/d%C3%A9cran%201.txt"],
      ["images/décran 1.jpg"],
    ],
    ["photos named as in an address", ["a%20b.jpg"], ["a b.txt"], ["a%20b.jpg"]],
    ["another case", ["images/IMG_1.JPG"], ["labels/img_1.txt"], ["images/IMG_1.JPG"]],
    ["a percent sign that is no escape", ["images/100%.jpg"], ["labels/100%.txt"], ["images/100%.jpg"]],
    [
      "names that are words of JavaScript",
      ["constructor/__proto__.jpg"],
      ["constructor/__proto__.txt"],
      ["constructor/__proto__.jpg"],
    ],
  ])("finds the photo by %s", (_, photos, labels, expected) => {
    expect(pairs(photos, labels)).toEqual(expected);
  });

  it("keeps names apart that differ in case alone, when both are there", () => {
    expect(pairs(["A.jpg", "a.jpg"], ["a.txt", "A.txt"])).toEqual(["a.jpg", "A.jpg"]);
  });

  it("does not take another site's photo, nor another split's, where the own one is missing", () => {
    const sites = pairs(
      ["siteA/JPEGImages/1.jpg", "siteB/JPEGImages/2.jpg"],
      ["siteA/Annotations/1.xml", "siteA/Annotations/2.xml"],
    );
    expect(sites).toEqual(["siteA/JPEGImages/1.jpg", ""]);
    expect(pairs(["images/test/a.jpg"], ["labels/train/a.txt"])).toEqual([""]);
  });

  it("names the several photos it could be", () => {
    expect(pairs(["x/a.jpg", "y/a.jpg"], ["labels/a.txt"])).toEqual(["x/a.jpg|y/a.jpg"]);
    expect(pairs(["a.jpg", "a.png"], ["a.txt"])).toEqual(["a.jpg|a.png"]);
  });

  it("tells drawings by their folder", () => {
    expect(
      ["AnnotationsVisualization/a.jpg", "s/SegmentationClassPNG/a.png", "masks/a.png"].every(isDrawing),
    ).toBe(true);
    expect(["JPEGImages/a.jpg", "a.png", "unmasked/a.jpg"].some(isDrawing)).toBe(false);
  });
});

describe("createPhotoFinder", () => {
  it.each([
    ["the other form of Unicode", `${NFD}.jpg`, `photos/${NFC}.jpg`],
    ["an address's signs", "photos/my%20photo.jpg", "photos/my photo.jpg"],
    ["an address", "https://example.org/up/my%20photo.jpg?size=2", "photos/my photo.jpg"],
    [
      "Label Studio's address of a local file",
      "/data/local-files/?d=photos%2Fmy%20photo.jpg",
      "photos/my photo.jpg",
    ],
    ["a name with a question mark", "photos/what?.jpg", "photos/what?.jpg"],
  ])("finds a photo by %s", (_, reference, expected) => {
    const find = createPhotoFinder([`photos/${NFC}.jpg`, "photos/my photo.jpg", "photos/what?.jpg"]);
    expect(find(reference, "result.json")).toBe(expected);
  });

  it("does not take a photo of another folder of the set for one that is missing", () => {
    const find = createPhotoFinder(["siteA/2.jpg", "siteB/1.jpg", "test/3.jpg"]);
    expect(find("siteA/1.jpg", "all.json")).toBeUndefined();
    expect(find("train/3.jpg", "all.json")).toBeUndefined();
    expect(find("/home/me/pictures/1.jpg", "all.json")).toBe("siteB/1.jpg");
  });

  it("finds a photo by another reading of an archive's name", () => {
    const find = createPhotoFinder(["φá.jpg"], (path) => (path === "φá.jpg" ? ["写真.jpg"] : []));
    expect(find("写真.jpg", "all.json")).toBe("φá.jpg");
  });
});
