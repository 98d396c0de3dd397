import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { RunRequest } from "@/lib/contracts/run-request";
import type { StartTraining } from "@/lib/contracts/training";
import { AppError } from "@/lib/core/errors";
import { getVersion } from "@/server/datasets/versions/read-version";
import { isShipped } from "@/server/models/files";
import { championId, resolveModel } from "@/server/models/service";
import { toRunRequest } from "./run-folder";
import { wholeRequest } from "./service";

/** Where `training/Dockerfile` puts Forage, and where a step works. */
const IMAGE = "/forage";
const RUN_FOLDER = "/tmp/run";

const placeSchema = z.object({
  /** Each run has a folder of its own in it. */
  store: z.string().regex(/^s3:\/\/[a-z0-9.-]+(\/.+)?$/, "--store is s3://bucket/folder"),
  /** The exported version. */
  data: z.string().regex(/^s3:\/\/[a-z0-9.-]+\/.+\.tar(\.gz)?$/, "--data is s3://bucket/version.tar"),
  /** The champion's folder, packed; needed where it does not ship with Forage. */
  champion: z
    .string()
    .regex(/^s3:\/\/[a-z0-9.-]+\/.+\.tar(\.gz)?$/, "--champion is s3://bucket/champion.tar")
    .optional(),
});
export type ClusterPlaces = z.infer<typeof placeSchema>;

/**
 * The request of a run whose steps are on other machines. Nothing is started and nothing written down here.
 * @throws AppError request/invalid for places that cannot be used, and where the champion is neither in the image nor packed;
 * request/not-found, model/missing, sweep/…
 */
export async function clusterRequest(input: StartTraining, places: ClusterPlaces): Promise<RunRequest> {
  const parsed = placeSchema.safeParse(places);
  if (!parsed.success) {
    const field = parsed.error.issues.map(({ message }) => message).join("; ");
    throw new AppError("request/invalid", { facts: { field } });
  }
  const { store, data, champion: archive } = parsed.data;
  const version = await getVersion(input.version);
  const request = wholeRequest(input, version);
  const champion = await championId();
  if (!archive && !isShipped(champion)) {
    const { folder } = await resolveModel(champion);
    const field =
      `${champion} does not ship with Forage, so the image has no weights to start from: pack its folder ` +
      `(tar -cf champion.tar -C ${folder} .), put it into the bucket and name it with --champion s3://bucket/champion.tar`;
    throw new AppError("request/invalid", { facts: { field } });
  }
  const runId = randomUUID();
  const { errors, waived } = version.summary;
  return toRunRequest(
    {
      runId,
      request,
      manifestSha256: version.manifestSha256,
      championId: champion,
      championFolder: `${IMAGE}/models/${champion}`,
      projectRoot: IMAGE,
      threads: 1,
      parallel: request.sweep?.parallel ?? 1,
      room: 1,
      knownErrors: errors + waived,
    },
    {
      runFolder: RUN_FOLDER,
      node: "node",
      dataFolder: data,
      store: `${store.replace(/\/$/, "")}/${runId}`,
      championArchive: archive ?? null,
    },
  );
}
