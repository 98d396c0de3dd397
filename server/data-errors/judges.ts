import { OWN_SOURCE } from "@/lib/contracts/review";
import type { Acquaintance } from "@/lib/core/data-errors/judged-photo";
import { connection } from "@/server/db/transaction";
import { readLineage } from "@/server/models/lineage/lineage";
import { listRegistry } from "@/server/models/registry/registry";
import { championId } from "@/server/models/service";
import { readPlaces } from "./repository";

/** A photo as a model may have met it. */
export interface MetPhoto {
  readonly sha256: string;
  readonly source: string;
  /** Equal for near-copies: a model that was trained on one knows the others. */
  readonly groupKey: string;
}

export interface Candidate {
  readonly modelId: string;
  readonly acquaintance: (photo: MetPhoto) => Acquaintance;
}

/** From what a model can have learnt least to what it can have learnt most. */
const ORDER: readonly Acquaintance[] = ["unseen", "chosen-by", "unknown", "seen"];
const more = (a: Acquaintance, b: Acquaintance) => (ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b);

/** Trained elsewhere: nobody knows on what, but that it has not met what was photographed here. */
const fromElsewhere: Candidate["acquaintance"] = ({ source }) =>
  source === OWN_SOURCE ? "unseen" : "unknown";

/** More than this many trainings on top of each other are taken for unknown. */
const DEEPEST = 10;

/** What a model had to do with photos: by the version it was trained on, and the models that it started from. */
async function acquaintanceOf(
  modelId: string,
  origins: ReadonlyMap<string, string>,
  depth = 0,
): Promise<Candidate["acquaintance"]> {
  const origin = origins.get(modelId);
  if (origin === "shipped") return fromElsewhere;
  if (origin !== "trained" || depth >= DEEPEST) return () => "unknown";
  const { baseModelId, version } = await readLineage(modelId);
  if (!version) return () => "unknown";
  const own = new Map<string, Acquaintance>();
  for (const { sha256, split, groupKey, isHeldOut } of await readPlaces(connection(), version.id)) {
    if (isHeldOut || split === "test") continue;
    const met = split === "train" ? "seen" : "chosen-by";
    for (const key of [sha256, groupKey]) own.set(key, more(own.get(key) ?? "unseen", met));
  }
  const before =
    baseModelId === null ? () => "unknown" as const : await acquaintanceOf(baseModelId, origins, depth + 1);
  return (photo) =>
    [own.get(photo.sha256), own.get(photo.groupKey), before(photo)].reduce<Acquaintance>(
      (most, one) => more(most, one ?? "unseen"),
      "unseen",
    );
}

/** Models beside the champion that are asked whether they have not seen a photo; each is loaded for it. */
const MOST_OTHERS = 3;

/** The models that may judge: the champion first, then the team's own, the newest first. */
export async function candidateJudges(): Promise<readonly [Candidate, ...Candidate[]]> {
  const [champion, registry] = await Promise.all([championId(), listRegistry()]);
  const origins = new Map(registry.map(({ manifest, origin }) => [manifest.id, origin]));
  const trained = registry.filter(({ origin, manifest }) => origin === "trained" && manifest.id !== champion);
  const shipped = registry.filter(({ origin, manifest }) => origin === "shipped" && manifest.id !== champion);
  const others = [...trained, ...shipped].map(({ manifest }) => manifest.id).slice(0, MOST_OTHERS);
  const toCandidate = async (modelId: string) => ({
    modelId,
    acquaintance: await acquaintanceOf(modelId, origins),
  });
  return [await toCandidate(champion), ...(await Promise.all(others.map(toCandidate)))];
}

export interface Chosen {
  readonly modelId: string;
  readonly acquaintance: Acquaintance;
}

/**
 * Who judges a photo: the champion, unless it may have learnt the photo's labels and another has not.
 * @param candidates the champion first
 */
export function chooseJudge(candidates: readonly [Candidate, ...Candidate[]], photo: MetPhoto): Chosen {
  const asked = candidates.map(({ modelId, acquaintance }) => ({
    modelId,
    acquaintance: acquaintance(photo),
  }));
  const [champion] = asked as [Chosen, ...Chosen[]];
  if (champion.acquaintance === "unseen" || champion.acquaintance === "chosen-by") return champion;
  return asked.find(({ acquaintance }) => acquaintance === "unseen") ?? champion;
}
