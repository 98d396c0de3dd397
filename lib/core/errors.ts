/**
 * The closed set of expected failures. A code is stable: the API sends it, the page chooses its sentence by it
 * (`lib/client/messages`), logs and tests name it.
 */
export const ERROR_CODES = [
  // photos
  "photo/not-an-image",
  "photo/share-missed",
  "photo/too-many-shared",
  "photo/share-waits",
  "photo/share-full",
  "photo/unsupported-format",
  "photo/truncated",
  "photo/damaged",
  "photo/empty",
  "photo/same-again",
  "photo/too-many-pixels",
  "photo/too-many-bytes",
  // fetching a photo from a URL
  "url/invalid",
  "url/private-address",
  "url/unreachable",
  "url/too-large",
  "url/too-slow",
  "url/not-an-image",
  "url/not-a-page",
  // imported recipes
  "recipe/none-found",
  "recipe/unknown-format",
  "recipe/damaged-file",
  // pantry and week
  "kitchen/changed-elsewhere",
  // links for reading
  "share/off",
  "share/gone",
  // models and detection
  "model/missing",
  "model/corrupt",
  "model/unsupported-operator",
  "model/unsupported-head",
  "model/not-onnx",
  "model/not-fitting",
  "model/head-unclear",
  "model/class-count",
  "model/no-parity",
  "model/id-taken",
  "model/is-champion",
  "model/no-rollback",
  "model/not-passed",
  // deploying a model to a server of networks
  "deploy/no-folder",
  "deploy/unreadable-record",
  "deploy/other-content",
  "deploy/version-zero",
  "deploy/nothing-before",
  "deploy/unreachable",
  "deploy/takes-no-files",
  "deploy/refused",
  "deploy/other-answer",
  "gate/not-comparable",
  "gate/no-version",
  "gate/no-test-photos",
  "detection/backend-failed",
  "detection/out-of-memory",
  "detection/busy",
  "detection/cancelled",
  "detection/no-backend",
  // deleting an account
  "account/other-email",
  "account/hand-over-first",
  "account/last-admin",
  // settings of the installation
  "setting/fixed",
  "setting/invalid",
  // mail
  "mail/not-set",
  "mail/failed",
  // accounts and teams
  "account/sign-in-needed",
  "account/wrong-sign-in",
  "account/disabled",
  "account/passkey-refused",
  "account/passkey-stopped",
  "account/passkey-there",
  "account/too-many-tries",
  "account/cannot-join",
  "account/reset-gone",
  "account/no-secret",
  "team/invitation-gone",
  "team/not-in",
  "team/last-admin",
  "team/quota",
  "team/too-many",
  // requests
  "request/invalid",
  "request/foreign-origin",
  "request/not-found",
  "request/method",
  "request/forbidden",
  "request/conflict",
  "request/too-large",
  "request/too-many",
  "recording/not-agreed",
  "recording/no-example",
  "monitoring/nothing-recorded",
  "monitoring/no-training-data",
  // text from outside
  "text/too-complex",
  // saving
  "correction/outdated",
  "doubt/changed",
  "doubt/waits-for-review",
  // classes and data-set versions
  "dataset/class-name-taken",
  "dataset/merge-circle",
  "dataset/empty",
  "dataset/blocked",
  "dataset/unchanged",
  "dataset/damaged",
  "dataset/no-class-names",
  "dataset/folder-not-empty",
  "dataset/dvc-missing",
  "dataset/dvc-failed",
  // import and export of labelled photos
  "import/not-recognised",
  "import/unsafe-archive",
  "import/damaged-archive",
  "import/unreadable-archive",
  "import/too-large",
  "import/file-too-large",
  "import/unreadable-labels",
  "import/unmapped-classes",
  "import/ambiguous",
  "import/size-differs",
  "import/gone",
  "takeout/not-ours",
  "takeout/too-new",
  "takeout/earlier",
  "takeout/damaged",
  "export/nothing",
  "export/folder-not-empty",
  // backups
  "backup/unreadable",
  "backup/newer",
  "backup/not-empty",
  "backup/in-use",
  // long work
  "job/crashed",
  // training
  "training/no-environment",
  "training/device-busy",
  "training/failed",
  // sweeps
  "sweep/no-parameters",
  "sweep/unknown-parameter",
  "sweep/fixed-parameter",
  "sweep/no-values",
  "sweep/bad-value",
  "sweep/empty-range",
  "sweep/bad-log",
  "sweep/needs-step",
  "sweep/no-budget",
  "sweep/budget-too-large",
  "sweep/grid-too-large",
  "sweep/grid-not-whole",
  "sweep/one-config",
  "sweep/no-validation",
  "sweep/bad-file",
  // the machine
  "storage/disk-full",
  "storage/read-only",
  "storage/missing",
  "storage/damaged",
  "storage/quota",
  "storage/unreachable",
  "server/port-taken",
  "server/already-running",
  "server/public-address",
  "lan/certificate",
  "lan/no-network",
  "lan/pairing-alone",
  "lan/pairing-gone",
  "lan/pairing-tries",
  "server/build-failed",
  "server/database-down",
  "server/database-damaged",
  "server/offline",
  "server/unexpected",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts a message may show: numbers, names, sizes. Never a stack and never a secret. */
export type ErrorFacts = Readonly<Record<string, string | number>>;

/** An expected failure. A programmer's mistake throws RangeError or TypeError instead. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  /** What the page needs to go on, when facts do not suffice; parsed by whoever reads it. */
  readonly detail: unknown;

  constructor(
    code: ErrorCode,
    options: { readonly facts?: ErrorFacts; readonly detail?: unknown; readonly cause?: unknown } = {},
  ) {
    super(`${code}${options.facts ? ` ${JSON.stringify(options.facts)}` : ""}`, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.facts = options.facts ?? {};
    this.detail = options.detail;
  }
}

/** True for an AppError from this or another realm (a worker, a second copy of the module). */
export function isAppError(value: unknown): value is AppError {
  return value instanceof Error && value.name === "AppError" && "code" in value;
}
