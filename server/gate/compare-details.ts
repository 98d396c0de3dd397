import { type EvaluatedPhoto, toPhotoResult } from "@/lib/contracts/evaluation";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { PromotionGatePhoto } from "@/lib/contracts/promotion-gate";
import { AppError } from "@/lib/core/errors";
import { countErrors } from "@/lib/core/gate/compare-photo";
import type { GateSet } from "@/lib/core/gate/promotion-gate";
import { createMatchTable } from "@/lib/core/metrics/match-table";
import { f1At } from "@/lib/core/metrics/operating-curves";
import { type BootstrapOptions, pairedBootstrap } from "@/lib/core/metrics/paired-bootstrap";

/** A photo as both models saw it. */
interface Pair {
  readonly candidate: EvaluatedPhoto;
  readonly champion: EvaluatedPhoto;
}

export interface ComparedSet {
  readonly set: GateSet;
  readonly boxes: number;
  /** Over all boxes, each from the confidence on from which that model's boxes are shown. */
  readonly f1: { readonly candidate: number | null; readonly champion: number | null };
  /** Classes with boxes here that only the candidate knows. */
  readonly newClassIds: readonly number[];
  readonly photos: readonly PromotionGatePhoto[];
}

/**
 * Pairs the two models' lines of a set by photo.
 * @throws AppError gate/not-comparable when they are not of the same files
 */
function pairUp(
  set: string,
  candidate: readonly EvaluatedPhoto[],
  champion: readonly EvaluatedPhoto[],
): readonly Pair[] {
  // two folders may each have a photo of one name
  const keyOf = ({ photo, sha256 }: EvaluatedPhoto) => `${sha256} ${photo}`;
  const byFile = new Map(candidate.map((photo) => [keyOf(photo), photo]));
  const pairs = champion.map((theirs) => {
    const mine = byFile.get(keyOf(theirs));
    if (mine) return { candidate: mine, champion: theirs };
    const isOther = candidate.some(({ photo }) => photo === theirs.photo);
    const reason = isOther ? `${theirs.photo} is another file` : `${theirs.photo} was not measured`;
    throw new AppError("gate/not-comparable", { facts: { set, reason } });
  });
  if (pairs.length !== candidate.length) {
    throw new AppError("gate/not-comparable", { facts: { set, reason: "the candidate saw more photos" } });
  }
  return pairs;
}

interface Judged {
  readonly candidateManifest: ModelManifest;
  readonly championManifest: ModelManifest;
}

function toReportPhoto(
  set: string,
  { candidate, champion }: Pair,
  { candidateManifest, championManifest }: Judged,
): PromotionGatePhoto {
  const known = new Set(championManifest.classes.map(({ id }) => id));
  const [mine, theirs] = [candidateManifest.defaults.confidence, championManifest.defaults.confidence];
  const { truths } = champion;
  const ours = candidate.predictions.filter(([classId]) => known.has(classId));
  const shown = (predictions: EvaluatedPhoto["predictions"], confidence: number) =>
    predictions.filter(([, score]) => score >= confidence);
  return {
    set,
    photo: champion.photo,
    sha256: champion.sha256,
    width: champion.width,
    height: champion.height,
    candidateErrors: countErrors(toPhotoResult({ ...candidate, truths, predictions: ours }), mine),
    championErrors: countErrors(toPhotoResult(champion), theirs),
    truths,
    candidate: shown(ours, mine),
    champion: shown(champion.predictions, theirs),
  };
}

/**
 * Compares two models on one set from their `forage eval` details. Judges the classes the champion knows,
 * with its reading of the labels: a class that the candidate lost counts as not found, one that it gained is listed.
 * @throws AppError gate/not-comparable
 */
export function compareDetails(
  name: string,
  sides: { readonly candidate: readonly EvaluatedPhoto[]; readonly champion: readonly EvaluatedPhoto[] },
  options: BootstrapOptions & Judged,
): ComparedSet {
  const pairs = pairUp(name, sides.candidate, sides.champion);
  const known = new Set(options.championManifest.classes.map(({ id }) => id));
  const ofCandidate = pairs.map(({ candidate, champion }) =>
    toPhotoResult({ ...candidate, truths: champion.truths }),
  );
  const ofChampion = pairs.map(({ champion }) => toPhotoResult(champion));
  const tables = { candidate: createMatchTable(ofCandidate), champion: createMatchTable(ofChampion) };
  // a class that only the candidate knows has no true box here, so that each of its boxes would count as wrong
  const judged = ofCandidate.map((photo) => ({
    ...photo,
    predictions: photo.predictions.filter(({ classId }) => known.has(classId)),
  }));
  const gained = pairs.flatMap(({ candidate }) =>
    candidate.truths.map(([classId]) => classId).filter((classId) => !known.has(classId)),
  );
  return {
    set: { name, photos: pairs.length, ...pairedBootstrap(tables.candidate, tables.champion, options) },
    boxes: pairs.reduce((sum, { champion }) => sum + champion.truths.length, 0),
    f1: {
      candidate: f1At(judged, options.candidateManifest.defaults.confidence),
      champion: f1At(ofChampion, options.championManifest.defaults.confidence),
    },
    newClassIds: [...new Set(gained)],
    photos: pairs.map((pair) => toReportPhoto(name, pair, options)),
  };
}
