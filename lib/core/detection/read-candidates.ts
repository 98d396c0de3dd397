import { applyNaming, type NamingRule } from "./name-likelihood";
import { applyScene, type SceneRule } from "./scene";
import type { Candidates } from "./types";

/** What was measured of a model version and bears on what is shown of its candidates. */
export interface ReadingRules {
  readonly scene: SceneRule | null;
  readonly naming: NamingRule | null;
}

/**
 * From what the network scored to what is shown of it: the scene decides between food and leaves, softly, then every food
 * learns how likely its name is. Once for each photo, right after decoding, in the browser as on the server.
 * @param rules of the model version; without them the candidates stay as they are
 * @param candidates from the score floor up; not mutated
 */
export function readCandidates(
  candidates: Candidates,
  rules: ReadingRules | undefined,
  classes: readonly { readonly id: number; readonly kind: string }[],
): Candidates {
  if (!rules) return candidates;
  const leaves = new Set(classes.filter(({ kind }) => kind === "leaf").map(({ id }) => id));
  const isLeaf = (classId: number) => leaves.has(classId);
  const inScene = rules.scene ? applyScene(candidates, isLeaf, rules.scene) : candidates;
  return rules.naming ? applyNaming(inScene, isLeaf, rules.naming) : inScene;
}
