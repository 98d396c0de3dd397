import type { Experiment, MeasuredSet, Price } from "@/lib/contracts/experiments";
import { aboutValue, type TrainingValueName, trainingValuesSchema } from "@/lib/contracts/training-values";

export type Cell = string | number | null;

/** What is measured of a set; each set of photos with its boxes is a column of its own. */
export interface MeasuredColumn {
  readonly photosKey: string | null;
  readonly set: string;
  readonly split: MeasuredSet["split"];
  readonly photos: number;
  readonly boxes: number | null;
  /** "A", "B" where sets of one name are of different photos; empty where there is one. */
  readonly letter: string;
  readonly figure: "map50" | "f1";
}

export interface Column {
  readonly id: string;
  readonly kind: "text" | "number" | "points" | "hours" | "money";
  readonly about:
    | { readonly is: "fixed"; readonly name: "config" | "state" | "version" | "epochs" | "hours" | "cost" }
    | { readonly is: "value"; readonly name: string }
    | { readonly is: "measured"; readonly of: MeasuredColumn };
  /** Null is missing. */
  cellOf(experiment: Experiment): Cell;
}

const HOUR_S = 3_600;

export const hoursOf = ({ seconds }: Experiment): number | null =>
  seconds === null ? null : seconds / HOUR_S;

const fixed = (
  name: Extract<Column["about"], { is: "fixed" }>["name"],
  kind: Column["kind"],
  cellOf: Column["cellOf"],
): Column => ({ id: name, kind, about: { is: "fixed", name }, cellOf });

/** What is in force where a config says nothing; null for what has no default that is one value. */
export function usualOf(name: string): string | number | null {
  if (!(name in trainingValuesSchema.shape)) return null;
  const usual = aboutValue(name as TrainingValueName).default;
  return typeof usual === "object" ? null : usual;
}

/** A value of a config: what it says, else the default. A config that says the default does not differ from one that says nothing. */
export const valueIn = ({ values }: Experiment, name: string): string | number | null =>
  values[name] ?? usualOf(name);

/** Names of values that are not the same for all. */
export function varied(experiments: readonly Experiment[]): readonly string[] {
  const names = [...new Set(experiments.flatMap(({ values }) => Object.keys(values)))];
  return names.filter((name) => new Set(experiments.map((one) => valueIn(one, name))).size > 1).sort();
}

function valueColumn(name: string, experiments: readonly Experiment[]): Column {
  const isNumber = experiments.every((one) => typeof (valueIn(one, name) ?? 0) === "number");
  return {
    id: `value ${name}`,
    kind: isNumber ? "number" : "text",
    about: { is: "value", name },
    cellOf: (experiment) => valueIn(experiment, name),
  };
}

/** The places of a column are of its photos alone: those of other photos are in a column of their own. */
const placeOf = ({ split, set, photosKey }: MeasuredSet): string =>
  `${split} ${set} ${photosKey ?? "unknown"}`;

function measuredColumns(experiments: readonly Experiment[]): readonly Column[] {
  const places = new Map<string, MeasuredSet>();
  for (const one of experiments.flatMap(({ measured }) => measured))
    if (!places.has(placeOf(one))) places.set(placeOf(one), one);
  const ordered = [...places.values()].sort(
    (a, b) => b.split.localeCompare(a.split) || a.set.localeCompare(b.set),
  );
  const counts = new Map<string, number>();
  return ordered.flatMap((one) => {
    const name = `${one.split} ${one.set}`;
    const at = counts.get(name) ?? 0;
    counts.set(name, at + 1);
    const isOnly = ordered.filter(({ split, set }) => `${split} ${set}` === name).length === 1;
    const letter = isOnly ? "" : String.fromCharCode("A".charCodeAt(0) + (at % 26));
    const figures = ["map50", "f1"] as const;
    return figures.map((figure): Column => {
      const { photosKey, set, split, photos, boxes } = one;
      return {
        id: `${placeOf(one)} ${figure}`,
        kind: "points",
        about: { is: "measured", of: { photosKey, set, split, photos, boxes, letter, figure } },
        cellOf: ({ measured }) => measured.find((other) => placeOf(other) === placeOf(one))?.[figure] ?? null,
      };
    });
  });
}

/** The columns of a table of these: what they differ in, and each set of photos that any of them was measured on. */
export function columnsOf(experiments: readonly Experiment[], price: Price | null): readonly Column[] {
  return [
    fixed("config", "text", ({ config }) => config),
    fixed("state", "text", ({ state }) => state),
    fixed("version", "number", ({ version }) => version),
    ...measuredColumns(experiments),
    fixed("epochs", "number", ({ epochsDone }) => epochsDone),
    fixed("hours", "hours", hoursOf),
    ...(price
      ? [
          fixed("cost", "money", (experiment) => {
            const hours = hoursOf(experiment);
            return hours === null ? null : hours * price.perHour;
          }),
        ]
      : []),
    ...varied(experiments).map((name) => valueColumn(name, experiments)),
  ];
}

export interface Order {
  readonly column: string;
  readonly isDown: boolean;
}

/** What is missing is at the end, whichever way; equal ones stay as they are. */
export function sorted(
  experiments: readonly Experiment[],
  columns: readonly Column[],
  order: Order | null,
): readonly Experiment[] {
  const column = columns.find(({ id }) => id === order?.column);
  if (!order || !column) return experiments;
  const sign = order.isDown ? -1 : 1;
  return experiments.toSorted((a, b) => {
    const [mine, theirs] = [column.cellOf(a), column.cellOf(b)];
    if (mine === null || theirs === null) return Number(mine === null) - Number(theirs === null);
    if (typeof mine === "number" && typeof theirs === "number") return sign * (mine - theirs);
    return sign * String(mine).localeCompare(String(theirs), "en", { numeric: true });
  });
}

export interface Filter {
  readonly text: string;
  readonly state: Experiment["state"] | "all";
  readonly isStarred: boolean;
  readonly isArchived: boolean;
}

/** Those that fit, archived ones only where they are asked for. Every word must be in what is known of one. */
export function filtered(experiments: readonly Experiment[], filter: Filter): readonly Experiment[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return experiments.filter((one) => {
    if (one.isArchived && !filter.isArchived) return false;
    if (filter.isStarred && !one.isStarred) return false;
    if (filter.state !== "all" && one.state !== filter.state) return false;
    const values = Object.entries(one.values).map(([name, value]) => `${name} ${value}`);
    const known = [one.config, one.runNote, one.note, one.modelId, one.verdict, one.baseModelId, ...values];
    const text = `${known.filter(Boolean).join(" ")} version ${one.version}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
