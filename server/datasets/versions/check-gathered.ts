import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import type { QualityGateReport, VersionFinding } from "@/lib/contracts/dataset-findings";
import {
  checkClassCounts,
  checkClassNames,
  checkTogether,
  countTogether,
} from "@/lib/core/datasets/check-classes";
import { checkStandingBoxes } from "@/lib/core/datasets/check-standing-boxes";
import type { CheckedPhoto } from "@/lib/core/datasets/checked-photo";
import { checkBoxes, checkPixels, checkWholeSet } from "@/lib/core/datasets/checks/run-checks";
import { findDuplicates } from "@/lib/core/datasets/find-duplicates";
import { type Finding, finding } from "@/lib/core/datasets/finding";
import { findingKey } from "@/lib/core/datasets/finding-key";
import type { ClassedBox } from "@/lib/core/geometry/box";
import { standingClassIds } from "../classes/classes";
import type { Decisions } from "../findings/findings";
import { boxesByStandingClass, type GatheredPhoto } from "./gather";

/** What the gate found, and of each photo the boxes that can be used. */
export interface GateResult {
  readonly report: QualityGateReport;
  readonly photos: readonly { readonly photo: GatheredPhoto; readonly usable: readonly ClassedBox[] }[];
  /** Errors that nobody waived. */
  readonly errors: number;
  readonly warnings: number;
  readonly waived: number;
}

const ENDING: Readonly<Record<string, string>> = { jpeg: "jpg", png: "png" };

interface Looked extends CheckedPhoto {
  readonly photo: GatheredPhoto;
  readonly usable: readonly ClassedBox[];
}

function look(
  photo: GatheredPhoto,
  standing: ReadonlyMap<number, number>,
  nameOf: (classId: number) => string,
): Looked {
  const { sha256, inspection, assignment } = photo;
  const isHeldOut = assignment.heldOutFor !== null;
  const base = { photo, name: sha256, split: assignment.split, sha256, isHeldOut };
  if (!inspection.isReadable) {
    const unreadable = finding("photo-unreadable", [sha256], { reason: inspection.reason });
    return { ...base, print: undefined, classes: [], usable: [], findings: [unreadable] };
  }
  const extension = ENDING[inspection.format] ?? inspection.format;
  const seen = checkPixels(sha256, { ...inspection, extension });
  const size = { width: photo.width, height: photo.height };
  const boxes = boxesByStandingClass(photo.boxes, standing);
  const isClass = (classId: number) => standing.has(classId);
  const { findings, usable } = checkStandingBoxes(boxes, { name: sha256, size }, isClass);
  const bare = photo.boxes.length === 0 ? [finding("photo-without-label", [sha256])] : [];
  const held = assignment.heldOutFor
    ? [finding("near-duplicate-held-out", [sha256, assignment.heldOutFor], { split: assignment.split })]
    : [];
  return {
    ...base,
    print: inspection.print,
    usable,
    classes: usable.map(({ classId }) => classId),
    findings: [
      ...seen,
      ...bare,
      ...findings,
      ...checkBoxes(sha256, {
        size,
        boxes: usable.map(({ classId, box }) => ({ name: nameOf(classId), box })),
      }),
      ...held,
    ],
  };
}

/** Findings about classes, over what is trained and measured on. */
function checkClassesOf(looked: readonly Looked[], classes: readonly DatasetClass[]): Finding[] {
  const used = looked.filter(({ isHeldOut }) => !isHeldOut);
  const standing = classes.filter(({ mergedInto }) => mergedInto === null);
  const counts = classes.map(({ id, name }) => {
    const perPhoto = used.map((one) => one.classes.filter((classId) => classId === id).length);
    const boxes = perPhoto.reduce((sum, count) => sum + count, 0);
    return { name, boxes, photos: perPhoto.filter(Boolean).length };
  });
  // a registry holds many classes that no photo of this installation shows
  const shown = counts.filter(({ boxes }) => boxes > 0);
  const indexOf = new Map(classes.map(({ id }, index) => [id, index]));
  const together = countTogether(used.map((one) => one.classes.map((id) => indexOf.get(id) ?? -1)));
  return [
    ...checkClassNames(standing.map(({ name }) => name)),
    ...checkClassCounts(shown),
    ...checkTogether(counts, together),
  ];
}

function toVersionFinding(one: Finding, decisions: Decisions): VersionFinding {
  const { code, severity, photos, region, facts } = one;
  const waived = decisions.waiverOf(findingKey(one))?.reason ?? null;
  return { code, severity, photos: [...photos], region: region ?? null, facts, waived };
}

const SEVERITY_ORDER = { error: 0, warning: 1 } as const;

/** Runs every check over what would be a version. The same checks as of a folder, on boxes that have no lines. */
export function checkGathered(
  photos: readonly GatheredPhoto[],
  classes: readonly DatasetClass[],
  decisions: Decisions,
): GateResult {
  const standing = standingClassIds(classes);
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const nameOf = (classId: number) => names.get(classId) ?? String(classId);
  const looked = photos.map((photo) => look(photo, standing, nameOf));
  const used = looked.filter(({ isHeldOut }) => !isHeldOut);
  const all = [
    ...looked.flatMap(({ findings }) => findings),
    ...findDuplicates(looked),
    ...checkClassesOf(looked, classes),
    ...checkWholeSet({
      photos: used.map(({ name, split, classes: own }) => ({ name, split, classes: own.map(nameOf) })),
    }),
  ];
  const findings = all
    .map((one) => toVersionFinding(one, decisions))
    .toSorted((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]);
  const open = findings.filter(({ waived }) => waived === null);
  return {
    report: { schema: 1, findings, photos: photosOf(findings, photos) },
    photos: looked.map(({ photo, usable }) => ({ photo, usable })),
    errors: open.filter(({ severity }) => severity === "error").length,
    warnings: open.filter(({ severity }) => severity === "warning").length,
    waived: findings.length - open.length,
  };
}

function photosOf(
  findings: readonly VersionFinding[],
  photos: readonly GatheredPhoto[],
): QualityGateReport["photos"] {
  const named = new Set(findings.flatMap((one) => one.photos));
  const entries = photos
    .filter(({ sha256 }) => named.has(sha256))
    .map(({ sha256, photoId, name, width, height, source, boxes, assignment }) => {
      const shown = boxes.map(({ classId, box }) => ({ classId, box }));
      const { split, heldOutFor } = assignment;
      const place = { split, isHeldOut: heldOutFor !== null, source };
      return [sha256, { sha256, photoId, name, width, height, ...place, boxes: shown }] as const;
    });
  return Object.fromEntries(entries);
}
