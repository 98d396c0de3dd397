import { z } from "zod";
import { PRICE } from "@/lib/contracts/experiments";
import type { ShownSetting } from "@/lib/contracts/installation-settings";

/** A setting of the installation by the environment. What it means is in `en.json`, under `settings.about`. */
export interface KnownSetting {
  readonly name: string;
  readonly group: ShownSetting["group"];
  readonly kind: ShownSetting["kind"];
  readonly choices?: readonly string[];
  readonly unit?: string;
  readonly initial?: string;
  /** What may be entered on the page; a setting without this is read when Forage starts. */
  readonly schema?: z.ZodType<string>;
}

const text = (longest = 300) => z.string().trim().min(1).max(longest);
const oneLine = text().regex(/^[^\r\n]*$/);

function numeric(accepts: (value: number) => boolean): z.ZodType<string> {
  return z
    .string()
    .trim()
    .regex(/^\d+(\.\d+)?$/)
    .refine((value) => accepts(Number(value)));
}

const positive = numeric((value) => value > 0 && value <= 1_000_000);
const port = numeric((value) => Number.isInteger(value) && value >= 1 && value <= 65_535);
const threads = numeric((value) => Number.isInteger(value) && value >= 1 && value <= 256);

function quota(name: string, initial: string): KnownSetting {
  return { name, group: "storage", kind: "number", unit: "GB", initial, schema: positive };
}

function countOf(name: string, initial: string): KnownSetting {
  const schema = numeric((value) => Number.isInteger(value) && value >= 1 && value <= 100_000_000);
  return { name, group: "storage", kind: "number", initial, schema };
}

/**
 * Every environment variable that people set. One that code reads and that is neither here nor in `INTERNAL_NAMES` fails a
 * test; `docs/settings.md` is held against this list.
 */
export const KNOWN_SETTINGS: readonly KnownSetting[] = [
  { name: "PORT", group: "address", kind: "number", initial: "3000" },
  { name: "HOST", group: "address", kind: "text", initial: "127.0.0.1" },
  { name: "FORAGE_PUBLIC_URL", group: "address", kind: "text" },
  { name: "FORAGE_SECRET", group: "address", kind: "secret" },
  { name: "FORAGE_LAN_ADDRESSES", group: "address", kind: "text" },
  { name: "FORAGE_TRUSTED_PROXY", group: "address", kind: "text" },
  { name: "FORAGE_TRACES_URL", group: "address", kind: "text" },
  { name: "FORAGE_TRACES_TOKEN", group: "address", kind: "secret" },
  { name: "FORAGE_TRACES_SHARE", group: "address", kind: "number", initial: "1" },
  {
    name: "FORAGE_ROLE",
    group: "address",
    kind: "choice",
    choices: ["all", "web", "worker"],
    initial: "all",
  },
  { name: "FORAGE_JOBS", group: "address", kind: "text" },
  { name: "FORAGE_DRAIN_SECONDS", group: "address", kind: "number", unit: "s", initial: "0" },
  { name: "FORAGE_OIDC_ISSUER", group: "people", kind: "text" },
  { name: "FORAGE_OIDC_CLIENT_ID", group: "people", kind: "text" },
  { name: "FORAGE_OIDC_CLIENT_SECRET", group: "people", kind: "secret" },
  {
    name: "FORAGE_LIMITS_TIMES",
    group: "people",
    kind: "number",
    initial: "1",
    schema: numeric((value) => value <= 1_000),
  },
  { name: "DATABASE_URL", group: "storage", kind: "secret" },
  { name: "FORAGE_DATA_DIR", group: "storage", kind: "text", initial: ".forage" },
  quota("FORAGE_QUOTA_PHOTOS_GB", "1000"),
  quota("FORAGE_QUOTA_UPLOADS_GB", "300"),
  quota("FORAGE_QUOTA_RECIPES_GB", "50"),
  quota("FORAGE_QUOTA_MODELS_GB", "100"),
  quota("FORAGE_QUOTA_DATASETS_GB", "500"),
  ...(["PERSON", "TEAM"] as const).flatMap((whose): KnownSetting[] => [
    quota(`FORAGE_${whose}_STORAGE_GB`, whose === "TEAM" ? "500" : "200"),
    countOf(`FORAGE_${whose}_PHOTOS`, whose === "TEAM" ? "500000" : "200000"),
    countOf(`FORAGE_${whose}_JOBS`, whose === "TEAM" ? "40" : "20"),
  ]),
  countOf("FORAGE_PERSON_TEAMS", "20"),
  {
    name: "FORAGE_FREE_DISK_MB",
    group: "storage",
    kind: "number",
    unit: "MB",
    initial: "500",
    schema: positive,
  },
  {
    name: "FORAGE_AUDIT_DAYS",
    group: "storage",
    kind: "number",
    unit: "days",
    initial: "365",
    schema: numeric((value) => value >= 30 && value <= 36_500),
  },
  ...(["FORAGE_MONITORING_DAYS", "FORAGE_MONITORING_SUM_DAYS"] as const).map(
    (name): KnownSetting => ({
      name,
      group: "storage",
      kind: "number",
      unit: "days",
      initial: name === "FORAGE_MONITORING_DAYS" ? "90" : "730",
      schema: numeric((value) => Number.isInteger(value) && value >= 1 && value <= 36_500),
    }),
  ),
  { name: "FORAGE_S3_BUCKET", group: "storage", kind: "text" },
  { name: "FORAGE_S3_ENDPOINT", group: "storage", kind: "text" },
  { name: "FORAGE_S3_REGION", group: "storage", kind: "text", initial: "us-east-1" },
  { name: "FORAGE_S3_PREFIX", group: "storage", kind: "text" },
  { name: "AWS_ACCESS_KEY_ID", group: "storage", kind: "secret" },
  { name: "AWS_SECRET_ACCESS_KEY", group: "storage", kind: "secret" },
  { name: "FORAGE_OIDC_NEW_PEOPLE", group: "people", kind: "text" },
  { name: "FORAGE_SMTP_HOST", group: "mail", kind: "text", schema: oneLine },
  { name: "FORAGE_SMTP_PORT", group: "mail", kind: "number", initial: "587", schema: port },
  {
    name: "FORAGE_SMTP_SECURITY",
    group: "mail",
    kind: "choice",
    choices: ["starttls", "tls", "none"],
    initial: "starttls",
    schema: z.enum(["starttls", "tls", "none"]),
  },
  { name: "FORAGE_SMTP_FROM", group: "mail", kind: "text", schema: oneLine },
  { name: "FORAGE_SMTP_USER", group: "mail", kind: "text", schema: oneLine },
  { name: "FORAGE_SMTP_PASSWORD", group: "mail", kind: "secret" },
  { name: "FORAGE_MODELS_DIR", group: "detection", kind: "text", initial: "models" },
  { name: "FORAGE_DETECTION_WORKERS", group: "detection", kind: "number" },
  { name: "FORAGE_DETECTION_THREADS", group: "detection", kind: "number" },
  { name: "FORAGE_DETECTION_QUEUE", group: "detection", kind: "number", initial: "128" },
  { name: "FORAGE_DETECTION_SECONDS", group: "detection", kind: "number", unit: "s", initial: "10" },
  { name: "FORAGE_INFERENCE_URL", group: "detection", kind: "text" },
  { name: "FORAGE_INFERENCE_TOKEN", group: "detection", kind: "secret" },
  { name: "FORAGE_INFERENCE_SECONDS", group: "detection", kind: "number", unit: "s", initial: "2" },
  { name: "FORAGE_CUDA", group: "detection", kind: "choice", choices: ["0", "1"], initial: "0" },
  { name: "FORAGE_WEBGPU", group: "detection", kind: "choice", choices: ["0", "1"], initial: "1" },
  { name: "FORAGE_TRAINING_PYTHON", group: "training", kind: "text" },
  { name: "FORAGE_TRAINING_THREADS", group: "training", kind: "number", initial: "1", schema: threads },
  { name: "FORAGE_TRAINING_PARALLEL", group: "training", kind: "number", schema: threads },
  { name: "FORAGE_TRAINING_PRICE", group: "training", kind: "text", schema: text(20).regex(PRICE) },
  { name: "FORAGE_DVC", group: "training", kind: "text", initial: "dvc" },
  { name: "FORAGE_DVC_REMOTE", group: "training", kind: "text", schema: oneLine },
];

/** Variables that Forage's own processes, builds and tests hand to each other: nobody sets them to run it. */
export const INTERNAL_NAMES: ReadonlySet<string> = new Set([
  "CI",
  "HOME",
  "NEXT_RUNTIME",
  "NODE_ENV",
  "PATH",
  "TMPDIR",
  "BUILT_DETECTION_WORKER",
  "BUILT_PHOTOS_WORKER",
  "FORAGE_ACCOUNTS",
  "FORAGE_BUILD",
  "FORAGE_DEBUG",
  "FORAGE_DIST_DIR",
  "FORAGE_ACCOUNTS",
  "FORAGE_CA_FINGERPRINT",
  "FORAGE_FINISH_SECONDS",
  "FORAGE_FRONT_DOOR",
  "FORAGE_HSTS",
  "FORAGE_LAN_FRONT",
  "FORAGE_TLS",
  "FORAGE_TLS_HOSTS",
  "FORAGE_INSTALL_TEST_TOOLS",
  "FORAGE_MOTO_SERVER",
  "FORAGE_ROOT",
  "FORAGE_RUN",
  "FORAGE_RUN_FOLDER",
  "FORAGE_SHARED_DATABASE",
  "FORAGE_STARTED_BY",
  "FORAGE_TEAM",
  "FORAGE_TEST_RUN_FOLDER",
  "FORAGE_TLS",
  "FORAGE_WATCH_DATABASE",
  "FORAGE_WORKER_CHUNKS",
]);
