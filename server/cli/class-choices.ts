import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import type { ClassChoice } from "@/lib/contracts/dataset-import";
import { AppError } from "@/lib/core/errors";

const invalid = (field: string) => new AppError("request/invalid", { facts: { field } });

/**
 * `chou rouge=red cabbage` as a choice. A name may contain `=`, a class rarely does: the text after the last
 * `=` is the class, else the text after the first `=` that is followed by a class.
 * @throws AppError request/invalid when there is no class
 */
export function readMapping(pair: string, classes: readonly DatasetClass[]): ClassChoice {
  const cuts = [...pair.matchAll(/=/g)].map(({ index }) => index);
  if (cuts.length === 0) throw invalid(`--map "${pair}": write it as "name of the set=class"`);
  for (const cut of [cuts.at(-1) ?? 0, ...cuts]) {
    const wanted = pair
      .slice(cut + 1)
      .trim()
      .toLowerCase();
    const found = classes.find(({ name }) => name.toLowerCase() === wanted);
    const foreignName = pair.slice(0, cut).trim();
    if (found && foreignName !== "") return { as: "class", foreignName, classId: found.id };
  }
  throw invalid(
    `--map "${pair}": there is no class called ${pair.slice((cuts.at(-1) ?? 0) + 1).trim() || "that"}`,
  );
}

const SHOWN = 30;

/**
 * A name that the set does not have is a typing mistake: the boxes it was meant for would be imported wrongly.
 * @throws AppError request/invalid with the unknown names and the set's own names
 */
export function requireNames(choices: readonly ClassChoice[], names: readonly string[]): void {
  const known = new Set(names);
  const missing = choices.map(({ foreignName }) => foreignName).filter((name) => !known.has(name));
  if (missing.length === 0) return;
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  throw invalid(
    `the set has no class called ${missing.join(", ")}; it has ${names.slice(0, SHOWN).join(", ") || "none"}${more}`,
  );
}
