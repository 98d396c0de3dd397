import { describe, expect, it } from "vitest";
import { describeCircle, findRoomCircles, roomOf } from "./room-circles";

const imports = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([from, to]) => ({ from, to }));

describe("roomOf", () => {
  it.each([
    ["server/datasets/import/service.ts", "server/datasets"],
    ["server/jobs/queue.ts", "server/jobs"],
    ["server/start.ts", "server/start"],
    ["server/start/build.ts", "server/start"],
    ["lib/core/editor/tools/move.ts", "lib/core/editor"],
    ["lib/client/trpc.ts", "lib/client/trpc"],
    ["components/ui/button.tsx", "components/ui"],
    ["lib/contracts/jobs.ts", undefined],
    ["app/page.tsx", undefined],
    ["node_modules/server/index.js", undefined],
    ["server/jobs/jobs.test.ts", undefined],
    ["server/db/testing/test-database.ts", undefined],
  ])("of %s is %s", (file, room) => {
    expect(roomOf(file)).toBe(room);
  });
});

describe("findRoomCircles", () => {
  it("finds two rooms that import each other by different files, which no circle of files shows", () => {
    const found = findRoomCircles(
      imports(["server/a/one.ts", "server/b/one.ts"], ["server/b/two.ts", "server/a/two.ts"]),
    );
    expect(found).toEqual([
      {
        rooms: ["server/a", "server/b"],
        imports: [
          { from: "server/a/one.ts", to: "server/b/one.ts" },
          { from: "server/b/two.ts", to: "server/a/two.ts" },
        ],
      },
    ]);
  });

  it("finds a way round by three rooms, and leaves out what only hangs on it", () => {
    const found = findRoomCircles(
      imports(
        ["components/a/x.ts", "components/b/x.ts"],
        ["components/b/y.ts", "components/c/x.ts"],
        ["components/c/y.ts", "components/a/y.ts"],
        ["components/d/x.ts", "components/a/x.ts"],
        ["components/c/x.ts", "components/e/x.ts"],
      ),
    );
    expect(found.map(({ rooms }) => rooms)).toEqual([["components/a", "components/b", "components/c"]]);
  });

  it("tells two circles apart", () => {
    const found = findRoomCircles(
      imports(
        ["server/a/x.ts", "server/b/x.ts"],
        ["server/b/y.ts", "server/a/y.ts"],
        ["server/b/x.ts", "lib/core/c/x.ts"],
        ["lib/core/c/x.ts", "lib/core/d/x.ts"],
        ["lib/core/d/y.ts", "lib/core/c/y.ts"],
      ),
    );
    expect(found.map(({ rooms }) => rooms)).toEqual([
      ["server/a", "server/b"],
      ["lib/core/c", "lib/core/d"],
    ]);
  });

  it("finds none where imports go one way, between sub-folders of one room, or where a test looks back", () => {
    const found = findRoomCircles(
      imports(
        ["server/a/x.ts", "server/b/x.ts"],
        ["server/b/x.ts", "server/c/x.ts"],
        ["server/a/x.ts", "server/c/x.ts"],
        ["server/a/in/x.ts", "server/a/out/x.ts"],
        ["server/a/out/y.ts", "server/a/in/y.ts"],
        ["server/c/x.test.ts", "server/a/x.ts"],
      ),
    );
    expect(found).toEqual([]);
  });
});

it("names the rooms of a circle and the imports to look at", () => {
  const [circle] = findRoomCircles(
    imports(["server/a/one.ts", "server/b/one.ts"], ["server/b/two.ts", "server/a/two.ts"]),
  );
  expect(circle && describeCircle(circle)).toBe(
    [
      "  error between rooms: server/a, server/b import each other",
      "    server/a/one.ts → server/b/one.ts",
      "    server/b/two.ts → server/a/two.ts",
    ].join("\n"),
  );
});
