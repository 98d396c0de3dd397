import type { NamedBox } from "../labelled-set";
import { addShape, type ListedFile, type ListedPhoto, type OpenListed, openListed } from "../listed-labels";
import { isSameLabelledBox } from "../merge-labels";
import type { OpenPoint } from "../opened-set";
import { isRegion, labelsOf, type Region, readRegion } from "./region";
import { type Annotation, formOf, readTasks, type Task } from "./task";

const SEVERAL = "several-annotations";

const severalPoint = (tasks: readonly string[]): OpenPoint => ({
  id: SEVERAL,
  why: `${tasks.length === 1 ? "1 task has" : `${tasks.length} tasks have`} annotations that differ, and none is marked as ground truth: the first is task ${tasks[0]}.`,
  options: [
    { value: "newest", words: "take the one that was changed last" },
    { value: "oldest", words: "take the first one" },
    { value: "none", words: "leave such photos without labels" },
  ],
});

/** A region's own label, or the one that another result gives it. */
function nameOf(region: Region, all: readonly Region[]): readonly string[] {
  const own = labelsOf(region);
  if (own.length > 0) return own;
  return all.filter((one) => one !== region && one.id === region.id).flatMap(labelsOf);
}

function addRegion(photo: OpenListed, region: Region, all: readonly Region[]): void {
  const about = `a ${region.type.replace("labels", "") || "region"}`;
  const names = [...new Set(nameOf(region, all))];
  const [name = ""] = names;
  const shape = readRegion(region);
  if (names.length > 1) {
    photo.problems.push(`${about} has ${names.length} labels, ${names.slice(0, 3).join(", ")}`);
    photo.state = "labelled";
  } else addShape(photo, name, shape, about);
}

function readAnnotation(annotation: Annotation, names: readonly string[]): OpenListed {
  const photo = openListed(names, { unit: "share", state: "labelled" });
  for (const region of annotation.regions) {
    photo.size ??= region.size;
    if (isRegion(region)) addRegion(photo, region, annotation.regions);
  }
  return photo;
}

function isSame(a: OpenListed, b: OpenListed): boolean {
  const [ours, theirs] = [a, b].map(({ boxes }) => boxes.map((box) => box));
  return (
    ours?.length === theirs?.length &&
    (ours ?? []).every((one) => theirs?.some((other) => isSameShare(one, other)))
  );
}

/** In shares a box is the same within far less than `isSameBox` allows in px. */
const SCALE = 10_000;
function isSameShare(one: NamedBox, other: NamedBox): boolean {
  const scaled = ({ box: { x1, y1, x2, y2 }, ...rest }: typeof one) => {
    return { ...rest, box: { x1: x1 * SCALE, y1: y1 * SCALE, x2: x2 * SCALE, y2: y2 * SCALE } };
  };
  return isSameLabelledBox(scaled(one), scaled(other));
}

interface Chosen {
  readonly photo: ListedPhoto;
  /** Its annotations say different things. */
  readonly isOpen: boolean;
}

function choose(task: Task, answer: string | undefined): Chosen {
  const { names } = task;
  const truths = task.annotations.filter(({ isTruth }) => isTruth);
  const counted = truths.length > 0 ? truths : task.annotations;
  const inTime = [...counted].sort((a, b) => (a.at < b.at ? -1 : 1)).map((one) => readAnnotation(one, names));
  const [oldest] = inTime;
  const newest = inTime.at(-1);
  const nobody = openListed(names, { unit: "share", state: "unlabelled" });
  if (!oldest || !newest) return { photo: nobody, isOpen: false };
  if (inTime.every((one) => isSame(one, oldest))) return { photo: newest, isOpen: false };
  const isOpen = answer === undefined;
  return { photo: answer === "oldest" ? oldest : answer === "newest" ? newest : nobody, isOpen };
}

/** Reads Label Studio's JSON or JSON-MIN. @returns undefined for JSON of something else */
export function readLabelStudio(
  json: unknown,
  answers: Readonly<Record<string, string>> = {},
): ListedFile | undefined {
  const form = formOf(json);
  if (!form) return undefined;
  const given = answers[SEVERAL];
  const answer = ["newest", "oldest", "none"].find((one) => one === given);
  const problems: string[] = [];
  const photos: ListedPhoto[] = [];
  const open: string[] = [];
  const count = { skipped: 0, predicted: 0 };
  for (const task of readTasks(json, form)) {
    if (task.names.length === 0) {
      problems.push(`task ${task.id} names no photo, or several`);
      continue;
    }
    const { photo, isOpen } = choose(task, answer);
    photos.push(photo);
    if (isOpen) open.push(task.id);
    if (task.annotations.length > 0) continue;
    if (task.skipped > 0) count.skipped++;
    else if (task.hasPredictions) count.predicted++;
  }
  if (count.skipped > 0)
    problems.push(`${count.skipped} tasks were skipped by whoever looked at them: they have no labels`);
  if (count.predicted > 0)
    problems.push(
      `${count.predicted} tasks have predictions alone, which no person looked at: they have no labels`,
    );
  return { photos, problems, ...(open.length > 0 ? { questions: [severalPoint(open)] } : {}) };
}
