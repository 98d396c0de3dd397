import { asRecord } from "../labelled-set";
import { addShape, type ListedFile, openListed } from "../listed-labels";
import type { OpenPoint } from "../opened-set";
import { readViaShape, valuesOf } from "./via-region";

type Fields = Readonly<Record<string, unknown>>;

/** What VIA says of one photo, from JSON or CSV. */
export interface ViaPhoto {
  readonly fileName: string;
  readonly regions: readonly { readonly shape: unknown; readonly attributes: Fields }[];
}

const CLASS = "class-attribute";
const SHOWN = 4;

/** The names of a region's attributes, with how often each says something and a few of the things it says. */
function countAttributes(photos: readonly ViaPhoto[]) {
  const found = new Map<string, { count: number; readonly values: Set<string> }>();
  for (const { regions } of photos) {
    for (const { attributes } of regions) {
      for (const key of Object.keys(attributes)) {
        const said = valuesOf(attributes[key]);
        if (said.length === 0) continue;
        const one = found.get(key) ?? { count: 0, values: new Set<string>() };
        one.count++;
        if (one.values.size <= SHOWN) for (const value of said) one.values.add(value);
        found.set(key, one);
      }
    }
  }
  return found;
}

function classPoint(found: ReturnType<typeof countAttributes>): OpenPoint {
  return {
    id: CLASS,
    why: "Regions of this set have several attributes, and nothing says which of them is the class.",
    options: [...found].map(([key, { count, values }]) => {
      const shown = [...values].slice(0, SHOWN).map((value) => value.slice(0, 40));
      const more = values.size > SHOWN ? ", …" : "";
      const regions = count === 1 ? "1 region" : `${count} regions`;
      return { value: key, words: `${key}: ${shown.join(", ")}${more} (${regions})` };
    }),
  };
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)));
}

/** Puts what VIA says into boxes; which attribute is the class is asked where there are several. */
export function listVia(
  photos: readonly ViaPhoto[],
  answers: Readonly<Record<string, string>> = {},
): ListedFile {
  const found = countAttributes(photos);
  const [only] = found.keys();
  const answer = answers[CLASS];
  const key = answer !== undefined && found.has(answer) ? answer : found.size === 1 ? only : undefined;
  const names = photos.map(({ fileName }) => fileName);
  // VIA tells files of one name apart by their size in bytes alone, and may have it of another copy
  const shared = repeated(names);
  return {
    problems: [...shared].map((name) => `two photos of it are called ${name}: their labels are left out`),
    ...(key === undefined && found.size > 1 ? { questions: [classPoint(found)] } : {}),
    photos: photos
      .filter(({ fileName }) => !shared.has(fileName))
      .map(({ fileName, regions }) => {
        const photo = openListed([fileName]);
        for (const { shape, attributes } of regions) {
          const about = `a ${String(asRecord(shape)?.name ?? "region").slice(0, 20)}`;
          const said = key === undefined || !Object.hasOwn(attributes, key) ? [] : valuesOf(attributes[key]);
          if (said.length > 1) {
            photo.state = "labelled";
            photo.problems.push(`${about} has ${said.length} classes, ${said.slice(0, 3).join(", ")}`);
          } else addShape(photo, said[0] ?? "", readViaShape(shape), about);
        }
        return photo;
      }),
  };
}

const regionsOf = (value: unknown): readonly Fields[] => {
  const all = Array.isArray(value) ? value : Object.values(asRecord(value) ?? {});
  return all.map((region: unknown) => asRecord(region) ?? {});
};

const isEntry = (value: unknown): boolean => {
  const entry = asRecord(value);
  return typeof entry?.filename === "string" && typeof entry.regions === "object" && entry.regions !== null;
};

/** The photos of VIA's JSON. @returns undefined for JSON of something else, a text for VIA 3's */
export function readViaJson(json: unknown): readonly ViaPhoto[] | string | undefined {
  const file = asRecord(json);
  if (!file) return undefined;
  if (asRecord(file.project) && asRecord(file.metadata) && asRecord(file.view))
    return "it is a project of VIA 3, which is not read; save it as COCO there";
  const inner = asRecord(file._via_img_metadata);
  const entries = Object.values(inner ?? file);
  if (!inner && (entries.length === 0 || !entries.every(isEntry))) return undefined;
  return entries.flatMap((value) => {
    const entry = asRecord(value);
    if (typeof entry?.filename !== "string") return [];
    const regions = regionsOf(entry.regions).map((region) => {
      return { shape: region.shape_attributes, attributes: asRecord(region.region_attributes) ?? {} };
    });
    return [{ fileName: entry.filename, regions }];
  });
}
