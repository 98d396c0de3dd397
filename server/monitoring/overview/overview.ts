import type { Overview, ShownReference, SliceGroup, SlicesAnswer } from "@/lib/contracts/monitor-page";
import { SUMMED_DIMENSIONS } from "@/lib/contracts/monitoring";
import { type SliceCount, wilsonInterval, worstSlice } from "@/lib/core/monitoring/slices/worst-slice";
import { teamsOf } from "@/server/accounts/teams";
import { connection } from "@/server/db/transaction";
import { addDays } from "../drift/periods";
import { referenceOf } from "../drift/reference";
import { listModels } from "../drift/repository";
import { dayAt } from "../sums/keep-sums";
import { versionOf } from "../training/training-figures";
import { trainingBands, trainingSample } from "../training/training-sample";
import { accuracyOf } from "./accuracy";
import { leastFor } from "./least-shown";
import * as repository from "./repository";

/** Days in the trends. */
const SHOWN_DAYS = 60;
/** Days that slices are of. */
export const SLICE_DAYS = 30;

interface Asked {
  readonly teamId: string;
  /** Who looks: their own detections they may see however few they are. */
  readonly userId: string;
  /** Null: the model used last. */
  readonly modelId: string | null;
}

async function modelOf({ teamId, modelId }: Pick<Asked, "teamId" | "modelId">) {
  const models = await listModels(connection(), teamId);
  return { models, model: models.find((one) => one.modelId === modelId) ?? models[0] };
}

const meanOf = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

type FeatureDay = Awaited<ReturnType<typeof repository.readFeatures>>[number];

/** Where a feature's middle eight tenths lie on a usual day of the reference. */
function bandsOf(features: readonly FeatureDay[], reference: ShownReference): Overview["bands"] {
  const inside = features.filter(({ day }) => day >= reference.from && day <= reference.to);
  return [...new Set(inside.map(({ feature }) => feature))].map((feature) => {
    const days = inside.filter((one) => one.feature === feature);
    const low = meanOf(days.map(({ p10 }) => p10)) ?? 0;
    const high = meanOf(days.map(({ p90 }) => p90)) ?? 0;
    return { feature, low, high, middle: meanOf(days.map(({ p50 }) => p50)) ?? 0 };
  });
}

/** Everything that the Monitor page draws but drift and slices. Reads sums alone, whatever the number of events. */
export async function overviewOf(asked: Asked, now = new Date()): Promise<Overview> {
  const { teamId } = asked;
  const { models, model } = await modelOf(asked);
  const freshness = await repository.readFreshness(connection(), teamId);
  const least = await leastFor(asked);
  const base = { models, least, waiting: freshness.waiting, summedAt: isoOf(freshness.summedAt) };
  if (!model)
    return {
      ...base,
      modelId: null,
      reference: null,
      trainingVersion: null,
      from: null,
      to: null,
      days: [],
      features: [],
      bands: [],
      classes: [],
    };
  const { modelId } = model;
  const to = dayAt(now);
  const reference = await referenceOf(teamId, model, to);
  const from = addDays(to, -(SHOWN_DAYS - 1));
  const shown = { teamId, modelId, from, to };
  const [allDays, features, classes, ofReference] = await Promise.all([
    repository.readDays(connection(), shown),
    repository.readFeatures(connection(), shown),
    repository.readClasses(connection(), shown),
    repository.readFeatures(connection(), { ...shown, from: reference.from, to: reference.to }),
  ]);
  const days = allDays.filter(({ events }) => events >= least);
  const shownDays = new Set(days.map(({ day }) => day));
  const isShown = ({ day }: { readonly day: string }) => shownDays.has(day);
  return {
    ...base,
    modelId,
    reference,
    from,
    to,
    days: days.map((day) => ({ day: day.day, ...figuresOf(day) })),
    features: features.filter(isShown),
    bands: reference.isTraining
      ? trainingBands(await trainingSample({ teamId, modelId }))
      : bandsOf(
          ofReference.filter(({ values }) => values >= least),
          reference,
        ),
    trainingVersion: await versionOf(modelId),
    classes: classes.filter(isShown),
  };
}

const isoOf = (text: string | null) => (text === null ? null : new Date(text).toISOString());

/** What is told of a day or a slice. Null where there is nothing to divide by. */
function figuresOf(added: repository.Added) {
  const { events, weight, boxes, boxless, topScores, topCount, unsure, logMs } = added;
  const { judged, corrected, judgedBoxes, wrongBoxes } = added;
  return {
    events,
    weight: Math.round(weight),
    boxes,
    boxless,
    unsure,
    topCount,
    topScore: topCount === 0 ? null : topScores / topCount,
    /** The geometric mean: one slow photo does not move it. */
    typicalMs: events === 0 ? null : Math.exp(logMs / events),
    judged,
    corrected,
    judgedBoxes,
    wrongBoxes,
    wrong: wilsonInterval(wrongBoxes, judgedBoxes),
  };
}

/** The shares by which a slice can be worse than the rest. */
const SHARES = {
  wrong: ({ wrongBoxes, judgedBoxes }: repository.Added) => ({ bad: wrongBoxes, all: judgedBoxes }),
  boxless: ({ boxless, events }: repository.Added) => ({ bad: boxless, all: events }),
  unsure: ({ unsure, topCount }: repository.Added) => ({ bad: unsure, all: topCount }),
} as const;

const whereOf = ({ dimension, value, second, secondValue }: repository.SliceRow) =>
  second ? { [dimension]: value, [second]: secondValue } : { [dimension]: value };

/** Slices of a dimension with enough detections to be shown, and how many have fewer. */
function groupOf(
  dimension: SliceGroup["dimension"],
  slices: readonly (repository.Added & { readonly value: string })[],
  least: number,
): SliceGroup {
  const shown = slices.filter(({ events }) => events >= least);
  return {
    dimension,
    hidden: slices.length - shown.length,
    slices: shown
      .map(({ value, ...added }) => ({ value, ...figuresOf(added) }))
      .toSorted((a, b) => (dimension === "hour" ? Number(a.value) - Number(b.value) : b.events - a.events)),
  };
}

/** The model's detections by the teams that this person is in; undefined where only one of them has any. */
async function ofTeams(userId: string, shown: repository.Shown): Promise<SliceGroup | undefined> {
  const slices: SliceGroup["slices"][number][] = [];
  let hidden = 0;
  for (const { id, name } of await teamsOf(userId)) {
    const added = await repository.readWhole(connection(), { ...shown, teamId: id });
    if (!added) continue;
    // each by how many its own figures need
    if (added.events < (await leastFor({ teamId: id, userId }))) hidden++;
    else slices.push({ value: name, ...figuresOf(added) });
  }
  if (slices.length + hidden < 2) return undefined;
  return { dimension: "team", hidden, slices: slices.toSorted((a, b) => b.events - a.events) };
}

/** A team's detections by slice, and which slice is worst: single dimensions and every two of them. */
export async function slicesOf(asked: Asked, now = new Date()): Promise<SlicesAnswer> {
  const { model } = await modelOf(asked);
  const least = await leastFor(asked);
  const accuracy = { estimated: null, judged: null };
  if (!model) return { modelId: null, least, from: null, to: null, groups: [], accuracy, worst: [] };
  const to = dayAt(now);
  const from = addDays(to, -(SLICE_DAYS - 1));
  const shown = { teamId: asked.teamId, modelId: model.modelId, from, to };
  const rows = await repository.readSlices(connection(), shown);
  const versions = await repository.readVersions(connection(), shown);
  const total = rows.find(({ dimension }) => dimension === "");
  const slices = rows.filter(({ dimension }) => dimension !== "");
  const groups = SUMMED_DIMENSIONS.map((dimension) =>
    groupOf(
      dimension,
      slices.filter((row) => row.dimension === dimension && row.second === ""),
      least,
    ),
  );
  if (versions.length > 1)
    groups.push(
      groupOf(
        "model",
        versions.map(({ modelId, ...added }) => ({ value: modelId, ...added })),
        least,
      ),
    );
  const teams = await ofTeams(asked.userId, shown);
  if (teams) groups.push(teams);
  const worst = (Object.keys(SHARES) as (keyof typeof SHARES)[]).flatMap((share) => {
    const counts = slices.map((row): SliceCount => ({ where: whereOf(row), ...SHARES[share](row) }));
    const found = total && worstSlice(counts, SHARES[share](total));
    return found ? [{ ...found, share }] : [];
  });
  const reference = await referenceOf(asked.teamId, model, to);
  return {
    ...{ modelId: model.modelId, least, from, to, groups, worst },
    accuracy: await accuracyOf(shown, reference, least),
  };
}
