import { z } from "zod";
import { sweepSchema } from "./sweep";
import { deviceSchema, NO_TRACKER, trackerSchema, trainingConfigSchema } from "./training";
import { trainingValuesSchema } from "./training-values";

export const RUN_REQUEST_VERSION = 2;

const filled = z.string().min(1);
/** A folder on the machine that trains. */
const folder = filled;

/**
 * `request.json` of a run: what the app asks the Python side to do. This is its one definition: its JSON Schema lies in
 * `training/src/forage_training/flow/request.schema.json`, and Python checks a request against that.
 */
export const runRequestSchema = z.strictObject({
  schema: z.literal(RUN_REQUEST_VERSION),
  runId: filled,
  runFolder: folder,
  projectRoot: folder,
  versionNumber: z.number().int().min(1),
  manifestSha256: z.string().regex(/^[0-9a-f]{64}$/),
  championId: filled,
  championFolder: folder,
  modelName: filled,
  configs: z
    .array(
      trainingConfigSchema.extend({
        values: trainingValuesSchema.extend({ epochs: z.number().int().min(1).max(1_000) }),
      }),
    )
    .min(1),
  /** Node.js, which runs Forage's command line. */
  node: filled.default("node"),
  note: z.string().default(""),
  device: deviceSchema.or(z.literal("")).default("cpu"),
  threads: z.number().int().min(1).default(1),
  parallel: z.number().int().min(1).default(1),
  /** Trainings that the machine has room for, those of other runs among them. */
  room: z.number().int().min(1).default(1),
  tracker: trackerSchema.default(NO_TRACKER),
  deployTo: z.string().nullable().default(null),
  promote: z.boolean().default(false),
  /** A YOLO folder, or an archive of one (`s3://…/7.tar`); without it the version is exported. */
  dataFolder: z.string().nullable().default(null),
  /** Archive `s3://…/model.tar` of the champion's folder, where the machines that train do not have it. */
  championArchive: z.string().nullable().default(null),
  /** Folder `s3://…` that steps on different machines share; without it they share the run folder. */
  store: z.string().nullable().default(null),
  /** Findings of the data check that somebody has looked at and waived in this version. */
  knownErrors: z.number().int().min(0).default(0),
  /** More environment variables for every step. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Trials that vary the first config, as many side by side as `parallel` says; null trains the configs themselves. */
  sweep: sweepSchema.nullable().default(null),
});
export type RunRequest = z.output<typeof runRequestSchema>;

/** The same for readers that have no Zod. */
export function runRequestJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(runRequestSchema, { io: "input" }), null, 1)}\n`;
}
