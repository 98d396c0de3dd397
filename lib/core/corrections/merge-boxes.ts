import type { StageBox } from "../editor/document";
import { compareBoxes } from "./compare-boxes";
import { diffBoxes, isSameBox } from "./diff-boxes";

export type Side = "mine" | "theirs";

/** A box of the merged state, and which side it is from. */
export interface ChosenBox {
  readonly box: StageBox;
  readonly side: Side;
}

/** A place where both sides differ: null where a side has no box. */
export interface MergeQuestion {
  readonly mine: StageBox | null;
  readonly theirs: StageBox | null;
}

export interface Merge {
  /** What both sides agree on, and what only one of them changed. */
  readonly settled: readonly ChosenBox[];
  /** What a person has to choose. */
  readonly questions: readonly MergeQuestion[];
  /** How many settled differences came from them. */
  readonly fromTheirs: number;
}

/** What happened to one box of the common state on one side. */
type Fate = { readonly kind: "same" | "changed"; readonly box: StageBox } | { readonly kind: "gone" };

interface Changes {
  readonly fates: ReadonlyMap<StageBox, Fate>;
  readonly added: readonly StageBox[];
}

function changesFrom(base: readonly StageBox[], side: readonly StageBox[]): Changes {
  const { added, removed, relabelled, moved, unchanged } = diffBoxes(base, side);
  const fates = new Map<StageBox, Fate>(removed.map((box) => [box, { kind: "gone" }]));
  for (const { model, standing } of [...relabelled, ...moved])
    fates.set(model, { kind: "changed", box: standing });
  for (const { model, standing } of unchanged) fates.set(model, { kind: "same", box: standing });
  return { fates, added };
}

const isSame = (a: StageBox, b: StageBox) => a.classId === b.classId && isSameBox(a.box, b.box);

/** The same box on both sides: the side on which a person confirmed it, else theirs, which is saved already. */
function either(mine: StageBox, theirs: StageBox): ChosenBox {
  const isMine = mine.label !== undefined && theirs.label === undefined;
  return isMine ? { box: mine, side: "mine" } : { box: theirs, side: "theirs" };
}

/** Collects what is settled and what is not. */
class Merging {
  readonly settled: ChosenBox[] = [];
  readonly questions: MergeQuestion[] = [];
  /** Boxes that one side alone brought in or changed. */
  readonly fresh: Record<Side, StageBox[]> = { mine: [], theirs: [] };
  fromTheirs = 0;

  keep(mine: StageBox, theirs: StageBox): void {
    this.settled.push(either(mine, theirs));
  }

  take(side: Side, fate: Fate): void {
    if (side === "theirs") this.fromTheirs++;
    if (fate.kind !== "gone") this.fresh[side].push(fate.box);
  }

  ask(mine: Fate, theirs: Fate): void {
    this.questions.push({
      mine: mine.kind === "gone" ? null : mine.box,
      theirs: theirs.kind === "gone" ? null : theirs.box,
    });
  }

  /** One box of the common state, as it is on both sides now. */
  follow(mine: Fate, theirs: Fate): void {
    if (mine.kind === "gone" && theirs.kind === "gone") return;
    if (mine.kind !== "gone" && theirs.kind !== "gone" && isSame(mine.box, theirs.box)) {
      this.keep(mine.box, theirs.box);
    } else if (mine.kind === "same") {
      this.take("theirs", theirs);
    } else if (theirs.kind === "same") {
      this.take("mine", mine);
    } else {
      this.ask(mine, theirs);
    }
  }
}

/**
 * Merges two states of one photo box by box. What one side alone changed since the common state is taken; where both
 * changed the same box, or each has a box of its own in the same place, a person has to choose.
 * @param base what both sides began with; null when they have nothing in common, and then every difference is asked about
 */
export function mergeBoxes(
  base: readonly StageBox[] | null,
  mine: readonly StageBox[],
  theirs: readonly StageBox[],
): Merge {
  const merging = new Merging();
  const [ours, others] = [changesFrom(base ?? [], mine), changesFrom(base ?? [], theirs)];
  const gone: Fate = { kind: "gone" };
  for (const box of base ?? []) merging.follow(ours.fates.get(box) ?? gone, others.fates.get(box) ?? gone);
  const fresh = {
    mine: [...merging.fresh.mine, ...ours.added],
    theirs: [...merging.fresh.theirs, ...others.added],
  };
  const { missed, falseAlarms, wrongClass, loose, agreed } = compareBoxes(fresh.mine, fresh.theirs);
  for (const { model, standing } of [...agreed, ...loose, ...wrongClass]) {
    if (isSame(model, standing)) merging.keep(model, standing);
    else merging.questions.push({ mine: model, theirs: standing });
  }
  const alone = { mine: falseAlarms, theirs: missed };
  if (base === null) {
    merging.questions.push(...alone.mine.map((box) => ({ mine: box, theirs: null })));
    merging.questions.push(...alone.theirs.map((box) => ({ mine: null, theirs: box })));
  } else {
    merging.settled.push(...alone.mine.map((box): ChosenBox => ({ box, side: "mine" })));
    merging.settled.push(...alone.theirs.map((box): ChosenBox => ({ box, side: "theirs" })));
  }
  const added = base === null ? 0 : alone.theirs.filter((box) => others.added.includes(box)).length;
  return {
    settled: merging.settled,
    questions: merging.questions,
    fromTheirs: merging.fromTheirs + added,
  };
}
