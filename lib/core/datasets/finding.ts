import type { Box } from "../geometry/box";
import type { DataCheck } from "./checks/data-check";
import { DATA_CHECKS } from "./checks/registry";

/** What is found while a set is read, and by comparing its photos. */
const FOUND_ON_THE_WAY = [
  "photo-unreadable",
  "label-syntax",
  "label-class-unknown",
  "label-out-of-range",
  "label-outside-photo",
  "label-no-area",
  "label-aspect",
  "label-duplicate",
  "label-polygon",
  "label-keypoints",
  "label-score",
  "photo-without-label",
  "label-without-photo",
  "file-left-aside",
  "split-overlap",
  "duplicate-across-splits",
  "duplicate",
  "near-duplicate-across-splits",
  "near-duplicate",
  "near-duplicate-held-out",
  "class-none",
  "class-count",
  "class-two-names",
  "class-few-boxes",
  "class-unused",
  "class-always-together",
  "label-doubted",
] as const;

export type FindingCode = (typeof FOUND_ON_THE_WAY)[number] | (typeof DATA_CHECKS)[number]["code"];

/** What a check can say of a set, its photos and its labels. Stable: the command line and the page print them. */
export const FINDING_CODES: readonly [FindingCode, ...FindingCode[]] = [
  ...FOUND_ON_THE_WAY,
  ...DATA_CHECKS.map(({ code }) => code),
];

/** An error keeps a data-set version from being made; a warning is for a person to weigh. */
export type Severity = "error" | "warning";

const registered: readonly DataCheck[] = DATA_CHECKS;

const ERRORS: ReadonlySet<string> = new Set<string>([
  "photo-unreadable",
  "label-syntax",
  "label-class-unknown",
  "label-outside-photo",
  "label-no-area",
  "class-count",
  "duplicate-across-splits",
  "near-duplicate-across-splits",
  ...registered.filter(({ severity }) => severity === "error").map(({ code }) => code),
]);

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The photos it is about, as their set names them; none for a finding on the whole set. */
  readonly photos: readonly string[];
  /** 1-based line of the label file. */
  readonly line?: number;
  /** The box it is about, where boxes come without lines. */
  readonly region?: Box<"source">;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Makes a finding; its code decides its severity. */
export function finding(
  code: FindingCode,
  photos: readonly string[],
  facts: Finding["facts"] = {},
  line?: number,
): Finding {
  const severity = ERRORS.has(code) ? "error" : "warning";
  return { code, severity, photos, ...(line === undefined ? {} : { line }), facts };
}
