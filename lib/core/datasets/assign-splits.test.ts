import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Assignment, assignSplits, type SplitPhoto } from "./assign-splits";

const sharesOf = () => ({ train: 0.8, val: 0.1, test: 0.1 });
const name = (index: number) => index.toString(16).padStart(64, "0");
/** The first 32 bits say where a photo goes that nothing else decides: 0 trains, f… is tested. */
const photo = (sha256: string, extra: Partial<SplitPhoto> = {}): SplitPhoto => ({
  sha256,
  source: "corrections",
  importedSplit: null,
  before: undefined,
  ...extra,
});
const placed = (
  split: Assignment["split"],
  heldOutFor: string | null = null,
  groupKey = "g",
): Assignment => ({
  split,
  groupKey,
  heldOutFor,
});
const splits = (photos: readonly SplitPhoto[], pairs: readonly [number, number][] = []) =>
  assignSplits(
    photos,
    pairs.map(([first, second]) => ({ first, second })),
    { sharesOf },
  ).map(({ split, heldOutFor }) => (heldOutFor ? `${split} for ${heldOutFor.slice(-1)}` : split));

describe("assignSplits", () => {
  it("sends a new photo where its hash says, at the edges of the shares", () => {
    // 0x40000000 / 2^32 = 0.25, 0xd0… = 0.8125, 0xf0… = 0.9375
    const of = (start: string) => photo(start.padEnd(64, "0"));
    expect(splits([of("4"), of("d"), of("f")])).toEqual(["train", "val", "test"]);
    // exactly 0.8 is above train's share: 0xcccccccc / 2^32 = 0.7999999998, 0xcccccccd = 0.8000000000
    expect(splits([of("cccccccc"), of("cccccccd")])).toEqual(["train", "val"]);
  });

  it("keeps what an imported set says, and what an earlier version said before that", () => {
    const moved = photo(name(1), { importedSplit: "train", before: placed("test") });
    expect(splits([photo(name(0), { importedSplit: "val" }), moved])).toEqual(["val", "test"]);
  });

  it("holds out what looks like a test photo, also when the set or an earlier version lets it train", () => {
    const photos = [
      photo(name(0), { importedSplit: "test" }),
      photo(name(1), { importedSplit: "train" }),
      photo(name(2), { before: placed("train") }),
      photo(name(3)),
      photo(name(4), { importedSplit: "train" }),
    ];
    expect(
      splits(photos, [
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
    ).toEqual(["test", "test for 0", "test for 0", "test for 0", "train"]);
  });

  it("holds out for test before validation, and not for a photo that is held out itself", () => {
    const photos = [
      photo(name(0), { importedSplit: "test" }),
      photo(name(1), { importedSplit: "val" }),
      photo(name(2), { importedSplit: "train" }),
    ];
    const chain: [number, number][] = [
      [0, 1],
      [1, 2],
    ];
    expect(splits(photos, chain)).toEqual(["test", "test for 0", "train"]);
    expect(splits(photos, [...chain, [0, 2]])).toEqual(["test", "test for 0", "test for 0"]);
    expect(splits(photos, [[1, 2]])).toEqual(["test", "val", "val for 1"]);
  });

  it("keeps a photo held out after its test photo was deleted", () => {
    expect(splits([photo(name(1), { before: placed("test", name(0)) })])).toEqual(["test for 0"]);
  });

  it("sends a new photo to train with the ones it looks like", () => {
    const tested = "f".repeat(64);
    expect(splits([photo(tested)])).toEqual(["test"]);
    expect(splits([photo(tested), photo(name(1), { before: placed("train") })], [[0, 1]])).toEqual([
      "train",
      "train",
    ]);
  });

  it("leaves two test photos of one set in test, though they look alike", () => {
    const both = [0, 1].map((index) => photo(name(index), { importedSplit: "test" }));
    expect(splits(both, [[0, 1]])).toEqual(["test", "test"]);
  });

  const splitName = fc.constantFrom("train" as const, "val" as const, "test" as const);
  const world = fc.integer({ min: 1, max: 9 }).chain((count) =>
    fc.record({
      imported: fc.array(fc.option(splitName), { minLength: count, maxLength: count }),
      hashes: fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: count, maxLength: count }),
      pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 8 }),
      /** How many of the photos are there in each version, and which pairs are seen. */
      growth: fc.array(fc.integer({ min: 1, max: count }), { minLength: 1, maxLength: 4 }),
    }),
  );

  it("never trains a photo that was in test, nor one beside it, over any series of versions", () => {
    fc.assert(
      fc.property(world, ({ imported, hashes, pairs, growth }) => {
        const all = hashes.map((digit, index) =>
          photo(digit.toString(16).repeat(64), { importedSplit: imported[index] ?? null }),
        );
        const links = pairs.filter(([a, b]) => a !== b).map(([first, second]) => ({ first, second }));
        const known = new Map<string, Assignment>();
        const tested = new Set<string>();
        for (const count of growth) {
          const here = all.slice(0, count).map((one) => ({ ...one, before: known.get(one.sha256) }));
          const seen = links.filter(({ first, second }) => first < count && second < count);
          const result = assignSplits(here, seen, { sharesOf });
          for (const [index, assignment] of result.entries()) {
            const sha256 = here[index]?.sha256 ?? "";
            const trains = assignment.split === "train" && assignment.heldOutFor === null;
            expect(trains && tested.has(sha256)).toBe(false);
            known.set(sha256, assignment);
            if (assignment.split === "test") tested.add(sha256);
          }
          // no pair reaches from what trains into what measures
          for (const { first, second } of seen) {
            const used = [result[first], result[second]].filter((one) => one?.heldOutFor === null);
            const names = new Set(used.map((one) => one?.split));
            expect(names.has("test") && (names.has("train") || names.has("val"))).toBe(false);
          }
        }
      }),
    );
  });

  it("gives the same whatever order photos come in", () => {
    fc.assert(
      fc.property(world, fc.integer(), ({ imported, hashes, pairs }, seed) => {
        const all = hashes.map((digit, index) =>
          photo(digit.toString(16).repeat(64), { importedSplit: imported[index] ?? null }),
        );
        const links = pairs.filter(([a, b]) => a !== b).map(([first, second]) => ({ first, second }));
        const order = all
          .map((_, index) => index)
          .toSorted((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5));
        const at = new Map(order.map((from, to) => [from, to]));
        const turned = assignSplits(
          order.map((index) => all[index]!),
          links.map(({ first, second }) => ({ first: at.get(first)!, second: at.get(second)! })),
          { sharesOf },
        );
        const straight = assignSplits(all, links, { sharesOf });
        expect(order.map((index) => straight[index])).toEqual(turned);
      }),
    );
  });
});
