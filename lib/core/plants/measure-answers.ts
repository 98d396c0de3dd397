import { combinePlant, HEALTHY, type PlantAnswer } from "./combine";
import type { SeenPhoto } from "./fit-calibration";
import { allUnlike, type LeafClass, type LeafReader, type PhotoReading, readLeaves } from "./read-leaves";

/** How good answers were; parts of `asked`. */
export interface AnswerFigures {
  readonly asked: number;
  /** Named a plant and one condition, or healthy. */
  readonly answered: number;
  /** … and what the labels name. */
  readonly right: number;
  /** Said that two conditions are too close, one of them right. */
  readonly betweenRight: number;
  /** Named a plant, rightly or not. */
  readonly named: number;
  readonly speciesRight: number;
}

export interface AnswersMeasured {
  /** One leaf asked alone, for every leaf found, weighted so that each photo counts once. */
  readonly singleLeaf: AnswerFigures;
  /** All leaves of a photo together. */
  readonly photo: AnswerFigures;
  /** Photos of one class taken three at a time, each photo once: different plants with the same condition. */
  readonly threePhotos: AnswerFigures;
  /** The photos of those threes, each alone, for comparison. */
  readonly threesAlone: AnswerFigures;
  /** Photos whose labels name no leaf: how many had a leaf box, and how many still got a plant's name. */
  readonly foreign: NamedAnyway;
  /**
   * Photos of a known plant with every box of its own species taken away: what a plant outside the model's knowledge would be
   * called. This favours the model, which did learn that plant.
   */
  readonly withheld: NamedAnyway;
}

export interface NamedAnyway {
  readonly photos: number;
  readonly withLeaf: number;
  /** Got a plant's name. */
  readonly named: number;
}

const GROUP = 3;

/** Measures care answers against labels, over photos whose labels name exactly one leaf class. */
export function measureAnswers(photos: readonly SeenPhoto[], reader: LeafReader): AnswersMeasured {
  const meanings = new Map(reader.classes.map((entry) => [entry.classId, entry]));
  const read = photos.map((photo) => {
    const named = new Set(photo.truths.filter((id) => meanings.has(id)));
    const [only] = named;
    return {
      reading: readLeaves(photo.boxes, reader, photo.features),
      truth: named.size === 1 ? meanings.get(only!) : undefined,
      isForeign: named.size === 0,
    };
  });
  const known = read.flatMap(({ reading, truth }) => (truth ? [{ reading, truth }] : []));
  const threes = groupsOf(known, ({ truth }) => truth.classId);
  return {
    singleLeaf: total(known.map(({ reading, truth }) => averageLeaf(reading, truth))),
    photo: total(known.map(({ reading, truth }) => judge(answerOf([reading]), truth))),
    threePhotos: total(
      threes.map((group) => judge(answerOf(group.map(({ reading }) => reading)), group[0]!.truth)),
    ),
    threesAlone: total(threes.flat().map(({ reading, truth }) => judge(answerOf([reading]), truth))),
    foreign: namedAnyway(read.filter(({ isForeign }) => isForeign).map(({ reading }) => reading)),
    withheld: namedAnyway(known.map(({ reading, truth }) => withoutSpecies(reading, truth.species))),
  };
}

function namedAnyway(readings: readonly PhotoReading[]): NamedAnyway {
  return {
    photos: readings.length,
    withLeaf: readings.filter(({ leaves }) => leaves.length > 0).length,
    named: readings.filter((reading) => answerOf([reading]).verdict.kind !== "unsure").length,
  };
}

function withoutSpecies({ leaves, isUnlike }: PhotoReading, species: string): PhotoReading {
  const others = leaves.map((leaf) => leaf.filter((reading) => reading.species !== species));
  return { leaves: others.filter((leaf) => leaf.length > 0), isUnlike };
}

function answerOf(readings: readonly PhotoReading[]): PlantAnswer {
  return combinePlant(
    readings.flatMap(({ leaves }) => leaves),
    { isUnlike: allUnlike(readings) },
  );
}

function judge({ species, verdict }: PlantAnswer, truth: LeafClass): AnswerFigures {
  const isNamed = verdict.kind !== "unsure";
  const isSpecies = isNamed && species === truth.species;
  const said =
    verdict.kind === "healthy" ? HEALTHY : verdict.kind === "condition" ? verdict.condition : undefined;
  const isBetween =
    verdict.kind === "between" && [verdict.first, verdict.second].includes(truth.condition) && isSpecies;
  return {
    asked: 1,
    answered: Number(said !== undefined),
    right: Number(isSpecies && said === truth.condition),
    betweenRight: Number(isBetween),
    named: Number(isNamed),
    speciesRight: Number(isSpecies),
  };
}

const NONE: AnswerFigures = { asked: 0, answered: 0, right: 0, betweenRight: 0, named: 0, speciesRight: 0 };

function averageLeaf(reading: PhotoReading, truth: LeafClass): AnswerFigures {
  const { leaves, isUnlike } = reading;
  if (leaves.length === 0) return { ...NONE, asked: 1 };
  const each = total(leaves.map((leaf) => judge(answerOf([{ leaves: [leaf], isUnlike }]), truth)));
  return scale(each, 1 / leaves.length);
}

function total(figures: readonly AnswerFigures[]): AnswerFigures {
  return figures.reduce((sum, one) => map(sum, (value, key) => value + one[key]), NONE);
}

const scale = (figures: AnswerFigures, by: number) => map(figures, (value) => value * by);

function map(
  figures: AnswerFigures,
  change: (value: number, key: keyof AnswerFigures) => number,
): AnswerFigures {
  return {
    asked: change(figures.asked, "asked"),
    answered: change(figures.answered, "answered"),
    right: change(figures.right, "right"),
    betweenRight: change(figures.betweenRight, "betweenRight"),
    named: change(figures.named, "named"),
    speciesRight: change(figures.speciesRight, "speciesRight"),
  };
}

/** Whole groups of three of one key, in their order; what is left over belongs to none. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => number): T[][] {
  const byKey = new Map<number, T[]>();
  for (const item of items) byKey.set(keyOf(item), [...(byKey.get(keyOf(item)) ?? []), item]);
  return [...byKey.values()].flatMap((own) =>
    Array.from({ length: Math.floor(own.length / GROUP) }, (_, index) =>
      own.slice(index * GROUP, (index + 1) * GROUP),
    ),
  );
}
