import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StartTraining } from "@/lib/contracts/training";
import { getDatabase } from "@/server/db/client";
import { datasetVersions } from "@/server/db/schema/datasets";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import * as models from "@/server/models/service";
import { clusterRequest } from "./cluster-request";
import { listRuns } from "./service";

const PLACES = { store: "s3://bucket/runs/", data: "s3://bucket/versions/7.tar" };
const SWEEP = {
  method: "random",
  parameters: { lr: { from: 0.0001, to: 0.01, scale: "log" } },
  budget: { runs: 8 },
} as const;
const asked: StartTraining = {
  version: 1,
  configs: [{ name: "gentle", values: {} }],
  epochs: 3,
  sweep: SWEEP,
};

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-cluster-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await getDatabase()
    .insert(datasetVersions)
    .values({
      id: randomUUID(),
      teamId: LOCAL_USER_ID,
      number: 1,
      manifestSha256: "c".repeat(64),
      reportSha256: "d".repeat(64),
      summary: {
        photos: 80,
        boxes: 80,
        splits: { train: 40, val: 20, test: 20 },
        heldOut: 0,
        excluded: 0,
        sources: [],
        classes: [],
        together: [],
        errors: 1,
        warnings: 0,
        waived: 2,
      },
      note: "",
      createdBy: LOCAL_USER_ID,
    });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the request of a run on a cluster", () => {
  it("names the places that its machines know, and nothing of this one", async () => {
    const request = await clusterRequest(asked, PLACES);
    expect(request).toMatchObject({
      runFolder: "/tmp/run",
      projectRoot: "/forage",
      championFolder: `/forage/models/${request.championId}`,
      node: "node",
      dataFolder: PLACES.data,
      store: `s3://bucket/runs/${request.runId}`,
      knownErrors: 3,
      sweep: { method: "random", budget: { runs: 8 } },
    });
    expect(request.configs).toMatchObject([{ name: "gentle", values: { epochs: 3, photosPerEpoch: 40 } }]);
    expect(JSON.stringify(request)).not.toContain(folder);
  });

  it("starts nothing", async () => {
    await clusterRequest(asked, PLACES);
    expect(await listRuns()).toEqual([]);
  });

  it.each([
    [{ ...PLACES, store: "" }, "--store is"],
    [{ ...PLACES, data: "v7.tar" }, "--data is"],
    [{ ...PLACES, champion: "champion" }, "--champion is"],
  ])("says what is wrong with its places: %j", async (places, said) => {
    const field = expect.stringContaining(said);
    await expect(clusterRequest(asked, places)).rejects.toMatchObject({
      code: "request/invalid",
      facts: { field },
    });
  });

  it("carries a champion that the image does not have, and without it says how to", async () => {
    const id = vi.spyOn(models, "championId").mockResolvedValue("trained-n/7");
    const resolved = { id: "trained-n/7", folder: "/own/models/trained-n/7" } as models.ResolvedModel;
    const model = vi.spyOn(models, "resolveModel").mockResolvedValue(resolved);
    await expect(clusterRequest(asked, PLACES)).rejects.toMatchObject({
      facts: {
        field: expect.stringMatching(
          /trained-n\/7 does not ship.* -C \/own\/models\/trained-n\/7 .*--champion/,
        ),
      },
    });
    const champion = "s3://bucket/models/trained.tar";
    expect(await clusterRequest(asked, { ...PLACES, champion })).toMatchObject({
      championId: "trained-n/7",
      championArchive: champion,
    });
    id.mockRestore();
    model.mockRestore();
  });

  it("is refused with a sweep that cannot begin, as a run here is", async () => {
    const configs = [...asked.configs, { name: "bold", values: {} }];
    await expect(clusterRequest({ ...asked, configs }, PLACES)).rejects.toMatchObject({
      code: "sweep/one-config",
    });
  });
});
