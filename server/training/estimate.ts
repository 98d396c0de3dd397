import { isOpenJob } from "@/lib/contracts/jobs";
import { combinationsOf } from "@/lib/contracts/sweep";
import type { TrainingEstimate, TrainingRequest, TrainingRun, WaitingRun } from "@/lib/contracts/training";
import { aboutValue, photosPerEpochOf, type TrainingValues } from "@/lib/contracts/training-values";
import { lanesOf } from "@/server/jobs/lanes/lanes";

/** Configs trained before that a pace is taken from, the newest. */
const EARLIER = 10;
const HOUR_S = 3_600;
/** What a sweep must not vary for all its trials to be as fast as its config. */
const PACE_VALUES = ["trainer", "imagePx", "photosPerEpoch"];

interface Pace {
  readonly secondsPerPhoto: number;
  /** Configs and trials that it is the mean of. */
  readonly of: number;
}

/** What decides how long a photo takes, as far as it is told of a run. */
function kindOf(device: string, { trainer, imagePx }: TrainingValues): string {
  return [device, trainer ?? aboutValue("trainer").default, imagePx ?? aboutValue("imagePx").default].join(
    " ",
  );
}

interface Trained {
  readonly kind: string;
  readonly seconds: number;
  readonly photos: number;
}

function trainedOf(run: TrainingRun): readonly Trained[] {
  const { request, curves, outcome } = run;
  return Object.entries(curves).flatMap(([config, points]) => {
    const own = request.configs.find(({ name }) => name === config)?.values;
    const trial = outcome.trials.find((one) => one.config === config);
    const values = own ?? (trial && { ...request.configs[0]?.values, ...(trial.values as TrainingValues) });
    if (!values?.photosPerEpoch || points.length === 0) return [];
    const seconds = points.reduce((sum, point) => sum + point.seconds, 0);
    return [{ kind: kindOf(request.device, values), seconds, photos: points.length * values.photosPerEpoch }];
  });
}

/** The mean of the newest that were trained in the same way on the same device; null when there is none. */
export function paceOf(runs: readonly TrainingRun[], device: string, values: TrainingValues): Pace | null {
  const kind = kindOf(device, values);
  const same = runs
    .flatMap(trainedOf)
    .filter((one) => one.kind === kind)
    .slice(0, EARLIER);
  const photos = same.reduce((sum, one) => sum + one.photos, 0);
  const seconds = same.reduce((sum, one) => sum + one.seconds, 0);
  return photos > 0 && seconds > 0 ? { secondsPerPhoto: seconds / photos, of: same.length } : null;
}

/** Seconds of training of the whole request, and how many earlier ones say so; null when nothing like it was trained. */
function secondsOf(runs: readonly TrainingRun[], request: TrainingRequest, trainPhotos: number) {
  const { configs, epochs, device, sweep } = request;
  const each = configs.map(({ values }) => {
    const pace = paceOf(runs, device, values);
    const photos = epochs * (values.photosPerEpoch ?? photosPerEpochOf(trainPhotos));
    return pace && { seconds: photos * pace.secondsPerPhoto, of: pace.of };
  });
  const known = each.filter((one) => one !== null);
  if (known.length < each.length || known.length === 0) return null;
  const of = Math.min(...known.map((one) => one.of));
  const seconds = known.reduce((sum, one) => sum + one.seconds, 0);
  if (!sweep) return { seconds, of };
  if (PACE_VALUES.some((name) => name in sweep.parameters)) return null;
  const trials = sweep.budget.runs ?? combinationsOf(sweep);
  const ends = [
    trials === null ? Number.POSITIVE_INFINITY : trials * seconds,
    sweep.budget.hours === null ? Number.POSITIVE_INFINITY : sweep.budget.hours * HOUR_S,
  ];
  const most = Math.min(...ends);
  return Number.isFinite(most) ? { seconds: most, of } : null;
}

/** How much of a run is left, in seconds; null when nobody knows. */
function leftOf(runs: readonly TrainingRun[], run: TrainingRun, sideBySide: number): number | null {
  if (run.job?.state !== "queued" && run.job?.secondsLeft) return run.job.secondsLeft;
  const whole = secondsOf(runs, run.request, 0);
  if (!whole) return null;
  const { progress } = run.job ?? {};
  const done = progress?.total ? progress.done / progress.total : 0;
  return (whole.seconds * (1 - done)) / sideBySide;
}

export interface Place {
  readonly runs: readonly TrainingRun[];
  /** Trainings that the device has room for. */
  readonly roomOf: (device: string) => number;
  readonly sideBySide: (request: TrainingRequest) => number;
}

const byPosition = (a: TrainingRun, b: TrainingRun) => a.createdAt.localeCompare(b.createdAt);

/** When each lane of a device is free, seconds from now, after the runs that are open; null when one is not known. */
function lanesAfter({ runs, roomOf, sideBySide }: Place, device: string, open: readonly TrainingRun[]) {
  const lanes: (number | null)[] = lanesOf(device, roomOf(device)).map(() => 0);
  const starts = open.map((run) => {
    const at = earliest(lanes);
    const begins = lanes[at] ?? null;
    const left = leftOf(runs, run, sideBySide(run.request));
    lanes[at] = begins === null || left === null ? null : begins + left;
    return begins;
  });
  return { starts, free: lanes[earliest(lanes)] ?? null };
}

/** The lane that is free first; one of which nobody knows counts as the last. */
function earliest(lanes: readonly (number | null)[]): number {
  let best = 0;
  for (const [at, seconds] of lanes.entries())
    if ((seconds ?? Number.POSITIVE_INFINITY) < (lanes[best] ?? Number.POSITIVE_INFINITY)) best = at;
  return best;
}

function openOn({ runs }: Place, device: string): readonly TrainingRun[] {
  const open = runs.filter(({ job, request }) => job && isOpenJob(job) && request.device === device);
  const isWaiting = (run: TrainingRun) => Number(run.job?.state === "queued");
  return open.toSorted((a, b) => isWaiting(a) - isWaiting(b) || byPosition(a, b));
}

/** How long a run would take that is asked for now, and when it would begin. */
export function estimate(place: Place, request: TrainingRequest, trainPhotos: number): TrainingEstimate {
  const open = openOn(place, request.device);
  const whole = secondsOf(place.runs, request, trainPhotos);
  const room = lanesOf(request.device, place.roomOf(request.device)).length;
  return {
    seconds: whole && Math.round(whole.seconds / place.sideBySide(request)),
    of: whole?.of ?? 0,
    ahead: Math.max(0, open.length - room + 1),
    startsInSeconds: rounded(lanesAfter(place, request.device, open).free),
  };
}

const rounded = (seconds: number | null) => (seconds === null ? null : Math.round(seconds));

/** Runs that wait, each with when it is likely to begin and how long it takes. */
export function waitingRuns(place: Place): readonly WaitingRun[] {
  const devices = new Set(place.runs.map(({ request }) => request.device));
  return [...devices].flatMap((device) => {
    const open = openOn(place, device);
    const { starts } = lanesAfter(place, device, open);
    return open.flatMap((run, at) =>
      run.job?.state === "queued"
        ? [
            {
              runId: run.id,
              ahead: at,
              startsInSeconds: rounded(starts[at] ?? null),
              seconds: rounded(leftOf(place.runs, run, place.sideBySide(run.request))),
            },
          ]
        : [],
    );
  });
}
