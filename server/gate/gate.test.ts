import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { EvaluatedPhoto } from "@/lib/contracts/evaluation";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { PromotionGateReport } from "@/lib/contracts/promotion-gate";
import { gateReasons } from "@/lib/contracts/promotion-gate-sentences";
import { GATE_RULES } from "@/lib/core/gate/rules";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { modelMoves } from "@/server/db/schema/registry";
import { gateVerdicts } from "@/server/db/schema/training";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championId } from "@/server/models/service";
import { fileEntry, writeManifest } from "@/server/models/write-version";
import { writeWhole } from "@/server/models/write-whole";
import { writeTeamSetting } from "@/server/settings/service";
import { compareDetails } from "./compare-details";
import { AUTOMATIC_PROMOTION, keepVerdict, promoteIfPassed } from "./keep-verdict";
import { getVerdict, listVerdicts } from "./service";
import { requirePassed, standingOf } from "./standing";

const manifest = {
  classes: [{ id: 1 }, { id: 2 }],
  defaults: { confidence: 0.25, iou: 0.45 },
} as unknown as ModelManifest;
const options = { resamples: 100, seed: 1, candidateManifest: manifest, championManifest: manifest };

const photo = (name: string, about: Partial<EvaluatedPhoto> = {}): EvaluatedPhoto => ({
  set: "s",
  model: "m/0",
  photo: name,
  sha256: "a".repeat(64),
  width: 100,
  height: 100,
  truths: [[1, 0, 0, 10, 10]],
  predictions: [[1, 0.9, 0, 0, 10, 10]],
  ...about,
});

describe("compareDetails", () => {
  it("counts a class the candidate lost as not found", () => {
    const lost = photo("a", { truths: [], predictions: [] });
    const { set, photos } = compareDetails("s", { candidate: [lost], champion: [photo("a")] }, options);
    expect([set.candidateMap50, set.championMap50]).toEqual([0, expect.closeTo(1, 9)]);
    expect(photos[0]).toMatchObject({ candidateErrors: 1, championErrors: 0 });
  });

  it("counts what each model shows by default", () => {
    const unsure = photo("a", { predictions: [[1, 0.12, 0, 0, 10, 10]] });
    const shy = { ...manifest, defaults: { confidence: 0.1, iou: 0.45 } };
    const sides = { candidate: [unsure], champion: [unsure] };
    const { photos } = compareDetails("s", sides, { ...options, candidateManifest: shy });
    expect(photos[0]).toMatchObject({ candidateErrors: 0, championErrors: 1, champion: [] });
    expect(photos[0]?.candidate).toHaveLength(1);
  });

  it("lists a class the candidate gained, and does not compare it", () => {
    const gained = photo("a", {
      truths: [
        [1, 0, 0, 10, 10],
        [9, 50, 50, 60, 60],
      ],
      predictions: [
        [1, 0.9, 0, 0, 10, 10],
        [9, 0.9, 50, 50, 60, 60],
      ],
    });
    const compared = compareDetails("s", { candidate: [gained], champion: [photo("a")] }, options);
    expect(compared.newClassIds).toEqual([9]);
    expect(compared.set.difference).toBe(0);
    expect(compared.photos[0]).toMatchObject({ candidateErrors: 0, championErrors: 0 });
  });

  it("refuses models that did not see the same files", () => {
    const refused = { code: "gate/not-comparable" };
    const other = photo("a", { sha256: "b".repeat(64) });
    const cases: [EvaluatedPhoto[], EvaluatedPhoto[]][] = [
      [[other], [photo("a")]],
      [[], [photo("a")]],
      [[photo("a"), photo("b")], [photo("a")]],
    ];
    for (const [candidate, champion] of cases) {
      expect(() => compareDetails("s", { candidate, champion }, options)).toThrow(
        expect.objectContaining(refused),
      );
    }
  });
});

const report = (about: Partial<PromotionGateReport> = {}): PromotionGateReport => ({
  schema: 1,
  candidateId: "forage-n/0",
  championId: "forage-n/1",
  verdict: "passed",
  reasons: [],
  rules: { ...GATE_RULES },
  resamples: 2000,
  seed: 1,
  seconds: 1,
  sets: [
    {
      name: "plates",
      photos: 100,
      boxes: 300,
      candidateMap50: 0.7,
      championMap50: 0.6,
      candidateF1: null,
      championF1: null,
      difference: 0.1,
      low: 0.05,
      high: 0.15,
      state: "passed",
      newClasses: [],
    },
  ],
  better: "passed",
  classes: [],
  budgets: [],
  photos: { better: [], worse: [] },
  ...about,
});

describe("gateReasons", () => {
  it("says why it passed, and else all that stood in the way", () => {
    expect(gateReasons(report())).toEqual([
      "On plates the difference is +5.0 to +15.0 points, above the limit of −1.0.",
      "The candidate is better on plates.",
    ]);
    const [set] = report().sets;
    const worse = report({
      verdict: "rejected",
      better: "unclear",
      sets: [{ ...set!, low: -0.2, high: -0.1, state: "failed" }],
    });
    expect(gateReasons(worse)).toEqual([
      "On plates the candidate is worse: −20.0 to −10.0 points, wholly below the limit of −1.0.",
      "On no set is the candidate surely better than the champion.",
    ]);
  });
});

describe("verdicts", () => {
  let database: TestDatabase;
  let shipped: string;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    shipped = await mkdtemp(path.join(os.tmpdir(), "forage-gate-test-"));
    vi.stubEnv("FORAGE_MODELS_DIR", shipped);
    for (const version of [0, 1]) {
      const folder = path.join(shipped, "forage-n", String(version));
      await writeWhole(path.join(folder, "model-320.onnx"), `graph ${version}`);
      await writeManifest(
        {
          schema: 1,
          id: `forage-n/${version}`,
          name: "forage-n",
          version,
          createdAt: "2024-01-01T00:00:00.000Z",
          licence: "AGPL-3.0-only",
          architecture: "YOLO11n",
          head: "yolo-v8",
          inputSize: 320,
          featureLength: 0,
          classes: [{ id: 0, name: "kiwi", displayName: "Kiwi", kind: "ingredient", synonyms: [] }],
          files: [fileEntry("model-320.onnx", `graph ${version}`, "onnx")],
          defaults: { confidence: 0.25, iou: 0.45 },
          metrics: {},
          dataSets: {},
        },
        folder,
      );
    }
    await getDatabase().delete(modelMoves);
    await getDatabase().delete(gateVerdicts);
    await writeTeamSetting(AUTOMATIC_PROMOTION, LOCAL_USER_ID, false);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(shipped, { recursive: true, force: true });
  });

  it("are kept whole, and listed newest first", async () => {
    const first = await keepVerdict(report());
    const second = await keepVerdict(report({ verdict: "rejected" }));
    expect(await getVerdict(first.id)).toEqual(first);
    expect((await listVerdicts({ limit: 5 })).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await listVerdicts({ modelId: "nobody/1", limit: 5 })).toEqual([]);
  });

  it("promote nothing by themselves until that is switched on", async () => {
    await keepVerdict(report());
    expect(await promoteIfPassed("forage-n/0", LOCAL_USER_ID)).toBe(false);
    expect(await championId()).toBe("forage-n/1");
  });

  it("promote what passed when it is, and say so", async () => {
    await writeTeamSetting(AUTOMATIC_PROMOTION, LOCAL_USER_ID, true);
    const { id } = await keepVerdict(report());
    expect(await promoteIfPassed("forage-n/0", LOCAL_USER_ID)).toBe(true);
    expect(await championId()).toBe("forage-n/0");
    expect((await getVerdict(id)).promoted).toBe(true);
  });

  it("say where a model stands against today's champion; undecided and unmeasured are not passed", async () => {
    const standing = async () => (await standingOf("forage-n/0")).standing;
    const refused = { code: "model/not-passed" };
    expect(await standing()).toBe("not-measured");
    await expect(requirePassed("forage-n/0")).rejects.toMatchObject(refused);
    await keepVerdict(report({ championId: "forage-n/7" }));
    expect(await standing()).toBe("not-measured");
    await keepVerdict(report());
    expect(await standing()).toBe("passed");
    await requirePassed("forage-n/0");
    await keepVerdict(report({ verdict: "inconclusive" }));
    expect(await standing()).toBe("inconclusive");
    await expect(requirePassed("forage-n/0")).rejects.toMatchObject(refused);
  });

  it("let a model be promoted that has not passed only by somebody who says so", async () => {
    const api = createCallerFactory(appRouter)(localContext());
    const move = { modelId: "forage-n/0", reason: "a try" };
    await expect(api.models.promote(move)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await championId()).toBe("forage-n/1");
    await api.models.promote({ ...move, anyway: true });
    expect(await championId()).toBe("forage-n/0");
  });

  it("of one moment stand in the order in which they came", async () => {
    const kept: string[] = [];
    for (let n = 0; n < 20; n++) kept.push((await keepVerdict(report())).id);
    const listed = await listVerdicts({ limit: 20 });
    expect(listed.map(({ id }) => id)).toEqual(kept.toReversed());
  });

  it("promote nothing that was rejected later, or that beat another champion than today's", async () => {
    await writeTeamSetting(AUTOMATIC_PROMOTION, LOCAL_USER_ID, true);
    await keepVerdict(report());
    await keepVerdict(report({ verdict: "inconclusive" }));
    expect(await promoteIfPassed("forage-n/0", LOCAL_USER_ID)).toBe(false);
    await keepVerdict(report({ championId: "forage-n/7" }));
    expect(await promoteIfPassed("forage-n/0", LOCAL_USER_ID)).toBe(false);
  });
});
