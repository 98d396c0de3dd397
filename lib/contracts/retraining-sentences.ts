import { ERROR_CODES } from "@/lib/core/errors";
import { GATE_RULES } from "@/lib/core/gate/rules";
import {
  LEAST_NEW_PHOTOS,
  LEAST_TRAIN_PHOTOS,
  LEAST_VALIDATION_PHOTOS,
  type RetrainingCause,
} from "@/lib/core/retraining/due";
import { errorSentence } from "./error-sentences";
import type { RetrainingOutcome } from "./retraining";
import type { TrainingOutcome } from "./training";

const CAUSES: Readonly<Record<RetrainingCause, string>> = {
  drift: "A drift rule fired",
  clock: "The time came",
  corrections: "Enough corrections were accepted",
};

const counted = (count: unknown, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${typeof count === "number" ? count : "some"} ${many}`;

const PHOTOS = ["photo", "photos"] as const;

type Facts = Readonly<Record<string, unknown>>;

/** What became of a trigger: what it was, whether a run was started, and else why not and what to do. */
export function decisionSentence({
  cause,
  outcome,
  facts,
}: {
  readonly cause: RetrainingCause;
  readonly outcome: RetrainingOutcome;
  readonly facts: Facts;
}): string {
  return `${CAUSES[cause]}: ${whatCame(outcome, facts)}`;
}

function whatCame(outcome: RetrainingOutcome, facts: Facts): string {
  const version = `data-set version ${facts.version}`;
  switch (outcome) {
    case "preparing":
      return "a data-set version is being made, then a run starts.";
    case "started":
      return `a run was started on ${version}, with ${counted(facts.photos, "photo", "photos")} that no training had seen.`;
    case "busy":
      return "no run was started, because another one waited or was at work.";
    case "too-few-new":
      return `no run was started, because only ${counted(facts.photos, ...PHOTOS)} are new since the last training, and ${LEAST_NEW_PHOTOS} are needed.`;
    case "too-few-photos":
      return `no run was started. ${capital(version)} has ${counted(facts.train, ...PHOTOS)} to train on and ${facts.val} to choose by; ${LEAST_TRAIN_PHOTOS} and ${LEAST_VALIDATION_PHOTOS} are needed.`;
    case "no-frozen":
      return `no run was started, because nothing could be judged: the largest frozen set of ${version} has ${counted(facts.frozen, ...PHOTOS)}, and the gate needs ${GATE_RULES.minPhotosOfSet}. Import a labelled set with test photos.`;
    case "findings":
      return `no run was started, because the quality gate found ${counted(facts.errors, "error", "errors")}. Settle them under Data.`;
    case "off":
      return "no run was started, because this was switched off meanwhile.";
    case "failed":
      return `no run was started. ${whatFailed(facts.code)}`;
  }
}

function whatFailed(code: unknown): string {
  return errorSentence(ERROR_CODES.find((one) => one === code) ?? "server/unexpected", {});
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How a run ended. */
export interface RetrainingEnd {
  readonly verdict: TrainingOutcome["verdict"];
  readonly modelId: string | null;
  readonly isPromoted: boolean;
  readonly reason: string | null;
}

export function endSentence({ verdict, modelId, isPromoted, reason }: RetrainingEnd): string {
  const model = modelId ?? "The new model";
  if (isPromoted) return `${model} passed the gate and is the champion now.`;
  switch (verdict) {
    case "passed":
      return `${model} passed the gate. It becomes the champion when somebody promotes it.`;
    case "rejected":
      return `${model} was rejected by the gate: the champion stays.`;
    case "inconclusive":
      return `The gate could not tell whether ${model} is better: the champion stays.`;
    case null:
      return `The run ended without a model${reason ? `: ${reason}` : "."} The champion stays.`;
  }
}

interface ToTell {
  readonly cause: RetrainingCause;
  readonly outcome: string;
  readonly facts: unknown;
  readonly end: RetrainingEnd | undefined;
  readonly link: string;
}

/** The mail to whoever set the rule. */
export function retrainingMail({ cause, outcome, facts, end, link }: ToTell) {
  const decision = { cause, outcome: outcome as RetrainingOutcome, facts: facts as Facts };
  const lines = [decisionSentence(decision), ...(end ? [endSentence(end)] : []), "", link, ""];
  return {
    subject: end ? "Forage: a model was trained by itself" : "Forage: a training could not start by itself",
    text: lines.join("\n"),
  };
}
