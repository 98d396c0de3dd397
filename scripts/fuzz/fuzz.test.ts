import { describe, expect, it, vi } from "vitest";
import { type FuzzOutcome, randomOf } from "./case";
import { gather, judge } from "./judge";
import { mutateBytes, mutateJson, toJson } from "./mutate";
import { procedureTargets, routeTargets } from "./requests";
import { runCase } from "./run-case";
import { type TextPool, valueFor } from "./schema-value";
import { fuzzTable } from "./table";
import { PARSER_TARGETS } from "./targets";

// runs thousands of spoilt inputs
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const RUNS = 100;
const SEED = 20_261_129;

describe("spoilt files", () => {
  it.each(PARSER_TARGETS.map((target) => [target.name, target] as const))(
    "%s: each of a hundred is taken, or refused with a code",
    async (_name, target) => {
      const run = await target.prepare();
      for (let index = 0; index < RUNS; index++) {
        const end = await runCase(target, run, { seed: SEED, index });
        expect(["taken", "refused"], `case ${index} of seed ${SEED}: ${JSON.stringify(end)}`).toContain(end);
      }
    },
  );

  it("are the same for the same seed, and others for another", () => {
    const made = (seed: number) =>
      Array.from({ length: 30 }, (_, i) =>
        mutateBytes(Buffer.from("a text to spoil"), randomOf(seed, "x", i)).toString("hex"),
      );
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
  });

  it("leave the value they are made from as it is", () => {
    const value = { a: [1, { b: "c" }] };
    for (let i = 0; i < 50; i++) toJson(mutateJson(value, randomOf(SEED, "json", i)));
    expect(value).toEqual({ a: [1, { b: "c" }] });
  });
});

describe("requests", () => {
  it("are made for every procedure and every route handler", () => {
    const names = [
      ...procedureTargets(),
      ...routeTargets({ root: process.cwd(), bodies: [Buffer.from("x")] }),
    ].map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "library.list",
        "changes.follow",
        "POST /api/v1/photos",
        "GET /api/v1/photos/[id]/image",
        "GET /sw.js",
      ]),
    );
  });

  it("find their way in by what the app gave out", () => {
    const pool: TextPool = new Map();
    gather('{"photoId":"0b0e4d6e-7f2a-4c52-9d7a-0123456789ab","modelId":"forage-n/3"}', pool);
    const schema = {
      type: "object",
      required: ["photoId"],
      properties: { photoId: { type: "string", format: "uuid", pattern: "^[0-9a-f-]{36}$" } },
    };
    const values = Array.from({ length: 20 }, (_, i) => valueFor(schema, randomOf(SEED, "schema", i), pool));
    expect(values).toContainEqual({ photoId: "0b0e4d6e-7f2a-4c52-9d7a-0123456789ab" });
  });

  it.each([
    ["an answer of 500", { status: 500, body: "Internal Server Error" }, "500"],
    [
      "a path of the server",
      { status: 400, body: '{"error":{"message":"no /srv/forage/data/x there"}}' },
      "path shown",
    ],
    ["a refusal without a word", { status: 400, body: '{"error":{}}' }, "no sentence"],
  ])("that get %s are told", (_name, answer, kind) => {
    expect(judge(answer, ["/srv/forage/data"])?.kind).toBe(kind);
  });

  it.each([
    { status: 200, body: "[]" },
    { status: 502, body: '{"error":{"code":"url/unreachable","message":"It could not be reached."}}' },
    { status: 404, body: "<!DOCTYPE html>" },
  ])("that get $status with $body are in order", (answer) => {
    expect(judge(answer, ["/srv/forage/data"])).toBeUndefined();
  });
});

it("the table counts findings by kind", () => {
  const finding = { target: "zip", index: 4, detail: "" };
  const outcome: FuzzOutcome = {
    target: "zip",
    runs: 1_000,
    taken: 10,
    refused: 987,
    slowestMs: 12.4,
    peakMegabytes: 150,
    findings: [
      { ...finding, kind: "crash" },
      { ...finding, kind: "hang" },
      { ...finding, kind: "500" },
    ],
  };
  expect(fuzzTable([outcome]).split("\n").at(-1)).toBe(
    "| zip | 1,000 | 10 | 987 | 1 | 1 | 1 | 12 ms | 150 MB |",
  );
});
