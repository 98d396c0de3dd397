import { z } from "zod";
import { ERROR_CODES, type ErrorCode } from "@/lib/core/errors";

/** How far a job is. `total` is null while it is not known; `unit` is what is counted, in plural ("photos"). */
export const jobProgressSchema = z.object({
  done: z.number().min(0),
  total: z.number().min(0).nullable(),
  unit: z.string().max(40),
  /** What is being done just now, for people; may be empty. */
  note: z.string().max(500),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const JOB_STATES = ["queued", "running", "cancelling", "cancelled", "failed", "done"] as const;
export const jobStateSchema = z.enum(JOB_STATES);
export type JobState = z.infer<typeof jobStateSchema>;

export const jobErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type JobError = z.infer<typeof jobErrorSchema>;

const timeSchema = z.iso.datetime();

/** Long work as people see it. `params` and `result` are the kind's own and parsed by its own schemas. */
export const jobSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: jobStateSchema,
  params: z.unknown().optional(),
  progress: jobProgressSchema.nullable(),
  /** Estimated from the pace of this run; null while there is none. */
  secondsLeft: z.number().min(0).nullable(),
  result: z.unknown().optional(),
  error: jobErrorSchema.nullable(),
  createdBy: z.uuid(),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  updatedAt: timeSchema,
});
export type Job = z.infer<typeof jobSchema>;

/** True while the job waits or works: its card moves. */
export function isOpenJob(job: Pick<Job, "state">): boolean {
  return job.state === "queued" || job.state === "running" || job.state === "cancelling";
}

/** What is wrong with a file itself: the same file can only fail again. */
const FAILS_AGAIN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "import/not-recognised",
  "import/unsafe-archive",
  "import/damaged-archive",
  "import/unreadable-archive",
  "import/too-large",
  "import/gone",
  "takeout/not-ours",
  "takeout/too-new",
  "takeout/earlier",
  "takeout/damaged",
  "recipe/none-found",
  "recipe/unknown-format",
  "recipe/damaged-file",
  "model/not-onnx",
  "model/not-fitting",
  "model/unsupported-operator",
  "model/unsupported-head",
  "model/no-parity",
  "model/id-taken",
]);

/** True when going on with the job can help: it was stopped, or failed for a reason that may pass. */
export function canResume({ state, error }: Pick<Job, "state" | "error">): boolean {
  return state === "cancelled" || (state === "failed" && !(error && FAILS_AGAIN.has(error.code)));
}

const kindSchema = z.string().min(1).max(60);

export const jobInputSchema = z.object({ jobId: z.uuid() });

/** Newest first; of some kinds only, when named. */
export const jobListInputSchema = z.object({
  kinds: z.array(kindSchema).max(20).optional(),
  limit: z.number().int().min(1).max(200).default(20),
});
