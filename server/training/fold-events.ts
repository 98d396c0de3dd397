import {
  type Curves,
  type StepState,
  TRAINING_STEPS,
  type TrainingEvent,
  type TrainingOutcome,
  type TrainingProgress,
  type Trial,
  trainingOutcomeSchema,
} from "@/lib/contracts/training";

/** All that a run has reported so far. */
export interface RunState {
  readonly steps: readonly StepState[];
  readonly curves: Curves;
  readonly outcome: TrainingOutcome;
  readonly failure: { readonly step: StepState["step"] | null; readonly reason: string } | null;
  readonly modelId: string | null;
}

export const NEW_RUN: RunState = {
  steps: TRAINING_STEPS.map((step) => ({ step, state: "waiting", startedAt: null, endedAt: null })),
  curves: {},
  outcome: trainingOutcomeSchema.parse({}),
  failure: null,
  modelId: null,
};

type StepEvent = Extract<TrainingEvent, { type: "step" }>;

function foldStep(state: RunState, event: StepEvent, isStepDone: boolean): RunState {
  const steps = state.steps.map((step): StepState => {
    if (step.step !== event.step) return step;
    if (event.state === "running")
      return { ...step, state: "running", startedAt: step.startedAt ?? event.at, endedAt: null };
    if (event.state === "failed") return { ...step, state: "failed", endedAt: event.at };
    // a step of several tasks is done when the last of them is
    return isStepDone ? { ...step, state: "done", endedAt: event.at } : step;
  });
  // a step that is tried again has not failed yet
  const failure = event.state === "running" && state.failure?.step === event.step ? null : state.failure;
  if (event.state !== "failed") return { ...state, steps, failure };
  return { ...state, steps, failure: { step: event.step, reason: event.reason ?? "" } };
}

/** Points by epoch; a repeated one replaces the first. */
function withPoint(curves: Curves, { config, ...event }: Extract<TrainingEvent, { type: "epoch" }>): Curves {
  const { epoch, loss, map50, lr, seconds } = event;
  const others = (curves[config] ?? []).filter((point) => point.epoch !== epoch);
  const points = [...others, { epoch, loss, map50, lr, seconds }].sort((a, b) => a.epoch - b.epoch);
  return { ...curves, [config]: points };
}

/** Trials by number; one that a kill ended begins again as itself. */
function withTrial(trials: readonly Trial[], event: Extract<TrainingEvent, { type: "trial" }>): Trial[] {
  const { config, number, state, values, at } = event;
  const known = trials.find((trial) => trial.number === number);
  const trial: Trial = {
    config,
    number,
    state,
    values,
    map50: event.map50 ?? null,
    prunedAfter: event.epoch ?? null,
    reason: event.reason ?? null,
    startedAt: known?.startedAt ?? at,
    endedAt: state === "running" ? null : at,
  };
  return [...trials.filter((one) => one !== known), trial].sort((a, b) => a.number - b.number);
}

function withOutcome(state: RunState, change: Partial<TrainingOutcome>): RunState {
  return { ...state, outcome: { ...state.outcome, ...change } };
}

function foldOutcome(state: RunState, event: Exclude<TrainingEvent, StepEvent>): RunState {
  switch (event.type) {
    case "attempt": {
      // steps left open by a kill or failure must be done again
      const steps = state.steps.map((step) =>
        step.state === "done" ? step : { ...step, state: "waiting" as const },
      );
      return withOutcome({ ...state, steps, failure: null }, { attempts: event.number });
    }
    case "training": {
      const { config, epochs, fromEpoch } = event;
      const place = { config, epochs, epoch: fromEpoch, done: 0, total: 1 };
      return withOutcome(state, { progress: { ...state.outcome.progress, [config]: place } });
    }
    case "batch": {
      const { config, epoch, epochs, done, total } = event;
      const place = { config, epoch, epochs, done, total };
      return withOutcome(state, { progress: { ...state.outcome.progress, [config]: place } });
    }
    case "epoch": {
      const { config, epoch, epochs } = event;
      const place = { config, epoch, epochs, done: 1, total: 1 };
      const next = withOutcome(state, { progress: { ...state.outcome.progress, [config]: place } });
      return { ...next, curves: withPoint(state.curves, event) };
    }
    case "chosen-weights": {
      const { config, map50, share, tried } = event;
      const others = state.outcome.results.filter((result) => result.config !== config);
      return withOutcome(state, { results: [...others, { config, map50, share, tried }] });
    }
    case "sweep": {
      const { workers, runs, hours } = event;
      return withOutcome(state, { sweep: { workers, runs, hours } });
    }
    case "trial":
      return withOutcome(state, { trials: withTrial(state.outcome.trials, event) });
    case "chosen":
      return withOutcome(state, { chosen: event.config, results: event.results });
    case "candidate": {
      const { id, config, bytes, parity } = event;
      return withOutcome(state, { candidate: { id, config, bytes, parity } });
    }
    case "figures":
      return withOutcome(state, { validation: event.validation, sets: event.sets });
    case "verdict":
      return withOutcome(state, { verdict: event.verdict });
    case "registered":
      return { ...state, modelId: event.model };
    case "promoted":
      return withOutcome(state, { promoted: true });
    case "deployed":
      return withOutcome(state, { deployedTo: event.place });
    case "log":
      return withOutcome(state, { notes: [...state.outcome.notes, event.text] });
  }
}

/**
 * A run's state from its events, in their order. A kill leaves steps "running": the next attempt continues them.
 * @param configCount how many configs are trained: the step "train" has as many tasks
 */
export function foldEvents(events: readonly TrainingEvent[], configCount: number): RunState {
  const trained = new Set<string>();
  let state = NEW_RUN;
  for (const event of events) {
    if (event.type !== "step") {
      state = foldOutcome(state, event);
      continue;
    }
    if (event.step === "train" && event.state === "done") trained.add(event.task);
    const tasks = state.outcome.sweep?.workers ?? configCount;
    state = foldStep(state, event, event.step !== "train" || trained.size >= tasks);
  }
  return state;
}

const HOUR_S = 3_600;

/** How much of a sweep's budget is used up, 0 to 1: of runs or hours, whichever is nearer its end. */
function spentShare({ outcome, curves }: RunState): number {
  const { sweep, trials, progress } = outcome;
  const ended = trials.filter(({ state }) => state !== "running").length;
  const going = trials
    .filter(({ state }) => state === "running")
    .reduce((sum, { config }) => sum + (progress[config] ? shareOf(progress[config]) : 0), 0);
  const seconds = Object.values(curves)
    .flat()
    .reduce((sum, point) => sum + point.seconds, 0);
  const shares = [
    sweep?.runs ? (ended + going) / sweep.runs : 0,
    sweep?.hours ? seconds / (sweep.hours * HOUR_S) : 0,
  ];
  return Math.min(1, Math.max(...shares));
}

const shareOf = ({ epoch, epochs, done, total }: TrainingProgress): number =>
  (epoch - 1 + done / Math.max(1, total)) / Math.max(1, epochs);

/** How much of all epochs of all configs is trained, 0 to 1; of a sweep, how much of its budget. */
export function trainedShare(state: RunState, configCount: number): number {
  const { outcome } = state;
  if (outcome.sweep) return spentShare(state);
  const shares = Object.values(outcome.progress).map(shareOf);
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, configCount);
}
