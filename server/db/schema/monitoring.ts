import {
  bigserial,
  boolean,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { corrections } from "./corrections";
import { photos } from "./photos";
import { teams } from "./teams";
import { users } from "./users";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const team = () =>
  uuid("team_id")
    .notNull()
    .references(() => teams.id, { onDelete: "cascade" });
const person = () =>
  uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** Who has agreed that figures of their detections are recorded. No row: they have not, or no longer. */
export const recordingConsents = pgTable("recording_consents", {
  userId: person().primaryKey(),
  agreedAt: moment("agreed_at").notNull().defaultNow(),
  /** `EVENT_SCHEMA` of what they were shown: more is not recorded before they agree again. */
  schema: integer("schema").notNull(),
});

/** When a person last erased their figures: a browser that still keeps some of before cannot bring them back. */
export const recordingErasures = pgTable("recording_erasures", {
  userId: person().primaryKey(),
  erasedAt: moment("erased_at").notNull().defaultNow(),
});

/**
 * Figures of detections, `lib/contracts/detection-events.ts`. Partitioned by day in UTC: the migration says so, and the
 * function `make_detection_day` makes a day's partition. What is in none yet is in `detection_events_rest`.
 */
export const detectionEvents = pgTable(
  "detection_events",
  {
    at: moment("at").notNull(),
    id: uuid("id").notNull(),
    userId: person(),
    teamId: team(),
    receivedAt: moment("received_at").notNull().defaultNow(),
    /** In [0, 1): the rows with the lowest are a random sample, always the same. */
    sampleKey: real("sample_key").notNull(),
    source: text("source").notNull(),
    modelId: text("model_id").notNull(),
    backend: text("backend").notNull(),
    device: text("device").notNull(),
    browser: text("browser").notNull(),
    sampleShare: real("sample_share").notNull(),
    queueMs: real("queue_ms"),
    decodeMs: real("decode_ms").notNull(),
    preprocessMs: real("preprocess_ms").notNull(),
    inferenceMs: real("inference_ms").notNull(),
    postprocessMs: real("postprocess_ms").notNull(),
    totalMs: real("total_ms").notNull(),
    recordMs: real("record_ms").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    brightness: real("brightness").notNull(),
    contrast: real("contrast").notNull(),
    saturation: real("saturation").notNull(),
    sharpness: real("sharpness").notNull(),
    boxCount: integer("box_count").notNull(),
    unnamed: integer("unnamed").notNull(),
    topScore: real("top_score"),
    meanScore: real("mean_score"),
    /** Of each class that was found: its id, boxes, and the sum of their scores. */
    classIds: integer("class_ids").array().notNull(),
    classBoxes: integer("class_boxes").array().notNull(),
    classScores: real("class_scores").array().notNull(),
    scores: smallint("scores").array().notNull(),
    areas: smallint("areas").array().notNull(),
    aspects: smallint("aspects").array().notNull(),
    positions: smallint("positions").array().notNull(),
    sketch: smallint("sketch").array(),
    confidence: real("confidence"),
    iou: real("iou"),
    hiddenClasses: integer("hidden_classes"),
    classThresholds: integer("class_thresholds"),
    /** What the person changed; null until they save. */
    kept: integer("kept"),
    added: integer("added"),
    deleted: integer("deleted"),
    renamed: integer("renamed"),
    moved: integer("moved"),
    changedAt: moment("changed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.id] }),
    index("detection_events_sample").on(table.teamId, table.modelId, table.sampleKey),
    index("detection_events_person").on(table.userId, table.at),
  ],
);

/**
 * On what a saved photo was looked at, with the author's leave for figures. Beside the photo and not among the figures, none
 * of which names a photo; it goes with either.
 */
export const correctionDevices = pgTable("correction_devices", {
  correctionId: uuid("correction_id")
    .primaryKey()
    .references(() => corrections.id, { onDelete: "cascade" }),
  /** `SeenOn` of lib/contracts/device-kinds.ts. */
  device: text("device").notNull(),
  browser: text("browser").notNull(),
});

/** A team's days with detections, and whether their sums are up to date. */
export const detectionDays = pgTable(
  "detection_days",
  {
    teamId: team(),
    day: date("day").notNull(),
    changedAt: moment("changed_at").notNull().defaultNow(),
    /** The `changed_at` that the sums hold. */
    summedAt: moment("summed_at"),
    /** The one person whose detections the sums hold: theirs to erase, also when the detections have gone by age. Null for several. */
    soleUserId: uuid("sole_user_id").references(() => users.id, { onDelete: "set null" }),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.day] })],
);

/**
 * What the Monitor page adds up: a day as a whole (both dimensions empty), by each dimension, and by every two of them. So
 * a page reads few rows, however many detections there are. Made anew for a day from its events.
 */
export const detectionSums = pgTable(
  "detection_sums",
  {
    teamId: team(),
    day: date("day").notNull(),
    modelId: text("model_id").notNull(),
    /** `SUMMED_DIMENSIONS` of lib/contracts/monitoring.ts, the first of two in that order; empty for the whole. */
    dimension: text("dimension").notNull(),
    value: text("value").notNull(),
    second: text("second").notNull(),
    secondValue: text("second_value").notNull(),
    events: integer("events").notNull(),
    /** What they stand for, where only a part was recorded. */
    weight: real("weight").notNull(),
    boxes: integer("boxes").notNull(),
    boxless: integer("boxless").notNull(),
    /** Sum and count of the top scores of photos with boxes. */
    topScores: real("top_scores").notNull(),
    topCount: integer("top_count").notNull(),
    /** Of them those whose top score is below one half. */
    unsure: integer("unsure").notNull(),
    /** Sums of the logarithm of the whole time in ms, and of its square. */
    logMs: doublePrecision("log_ms").notNull(),
    logMsSquares: doublePrecision("log_ms_squares").notNull(),
    /** Photos that were saved after detection, and of their boxes how many the model had and how many of those stayed. */
    judged: integer("judged").notNull(),
    corrected: integer("corrected").notNull(),
    judgedBoxes: integer("judged_boxes").notNull(),
    wrongBoxes: integer("wrong_boxes").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.teamId,
        table.day,
        table.modelId,
        table.dimension,
        table.value,
        table.second,
        table.secondValue,
      ],
    }),
  ],
);

/** Where a day's values of a feature lie. */
export const detectionFeatureSums = pgTable(
  "detection_feature_sums",
  {
    teamId: team(),
    day: date("day").notNull(),
    modelId: text("model_id").notNull(),
    feature: text("feature").notNull(),
    values: integer("values").notNull(),
    mean: real("mean").notNull(),
    p10: real("p10").notNull(),
    p50: real("p50").notNull(),
    p90: real("p90").notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.day, table.modelId, table.feature] })],
);

export const detectionClassSums = pgTable(
  "detection_class_sums",
  {
    teamId: team(),
    day: date("day").notNull(),
    modelId: text("model_id").notNull(),
    classId: integer("class_id").notNull(),
    events: integer("events").notNull(),
    boxes: integer("boxes").notNull(),
    scores: real("scores").notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.day, table.modelId, table.classId] })],
);

/** What a model finds on a sample of the photos that it learnt from: figures, no photo and no hash of one. */
export const trainingFigures = pgTable(
  "training_figures",
  {
    teamId: team(),
    modelId: text("model_id").notNull(),
    /** Of the data set; null where the photos were read from a folder. */
    version: integer("version"),
    photos: integer("photos").notNull(),
    /** How many photos it learnt from, as far as they are there. */
    all: integer("all_photos").notNull(),
    /** `lib/contracts/training-figures.ts`. */
    rows: jsonb("rows").notNull(),
    madeAt: moment("made_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.modelId] })],
);

/** A period compared with the reference: a column of the drift matrix. */
export const driftLooks = pgTable(
  "drift_looks",
  {
    teamId: team(),
    modelId: text("model_id").notNull(),
    /** `day` or `week`. */
    period: text("period").notNull(),
    /** Its first day. */
    startsOn: date("starts_on").notNull(),
    /** The reference's days and the state of the sums it was made from. */
    madeFrom: text("made_from").notNull(),
    /** `lib/contracts/monitoring.ts`. */
    finding: jsonb("finding").notNull(),
    /** Of each feature, the values of both sides that were compared, counted: a page that asks for them reads no detection. */
    evidence: jsonb("evidence").notNull(),
    madeAt: moment("made_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.modelId, table.period, table.startsOn] })],
);

/**
 * A week as it was found then, kept beyond its events. Not in the file store: a report goes in the transaction that erases
 * what it was made of.
 */
export const monitorReports = pgTable(
  "monitor_reports",
  {
    id: uuid("id").primaryKey(),
    teamId: team(),
    modelId: text("model_id").notNull(),
    /** `REPORT_MAKERS` of lib/contracts/monitor-reports.ts. */
    maker: text("maker").notNull(),
    /** The Monday of its week. */
    startsOn: date("starts_on").notNull(),
    madeAt: moment("made_at").notNull().defaultNow(),
    /** `lib/contracts/monitor-reports.ts`. */
    content: jsonb("content").notNull(),
    /** A page that was made elsewhere, packed with gzip. */
    page: bytes("page"),
  },
  (table) => [
    uniqueIndex("monitor_reports_week").on(table.teamId, table.modelId, table.maker, table.startsOn),
  ],
);

/** Photos of what drifts, which stand first in a team's review queue while they wait: `server/monitoring/labelling`. */
export const driftPicks = pgTable(
  "drift_picks",
  {
    photoId: uuid("photo_id")
      .primaryKey()
      .references(() => photos.id, { onDelete: "cascade" }),
    teamId: team(),
    /** From 0, what teaches most first. */
    rank: integer("rank").notNull(),
    /** The drifting feature that it is of most. */
    column: text("column").notNull(),
    /** The comparison they were chosen by: `drift_looks.made_from`. */
    madeFrom: text("made_from").notNull(),
    pickedAt: moment("picked_at").notNull().defaultNow(),
  },
  (table) => [index("drift_picks_team").on(table.teamId, table.rank)],
);

/** What is watched, and whom to tell. */
export const alertRules = pgTable(
  "alert_rules",
  {
    id: uuid("id").primaryKey(),
    teamId: team(),
    name: text("name").notNull(),
    /** `lib/contracts/alerts.ts`. */
    rule: jsonb("rule").notNull(),
    channels: jsonb("channels").notNull(),
    isOn: boolean("is_on").notNull().default(true),
    silentUntil: moment("silent_until"),
    /** Where the hysteresis stands: `lib/core/monitoring/alerts/step-alert.ts`. */
    state: jsonb("state").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("alert_rules_team").on(table.teamId)],
);

/** What was told, by which way, and whether it arrived. */
export const alertMessages = pgTable(
  "alert_messages",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    teamId: team(),
    ruleId: uuid("rule_id").references(() => alertRules.id, { onDelete: "cascade" }),
    at: moment("at").notNull().defaultNow(),
    /** `raised`, `cleared` or `test`. */
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    text: text("text").notNull(),
    channel: text("channel").notNull(),
    /** Null while it waits to be sent. */
    sentAt: moment("sent_at"),
    tries: integer("tries").notNull().default(0),
    /** Of the last try, an error code. */
    error: text("error"),
  },
  (table) => [index("alert_messages_team").on(table.teamId, table.id)],
);
