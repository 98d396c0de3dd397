import { filterCandidates } from "./filter";
import { logit, sigmoid } from "./logit";
import { type Candidates, DEFAULT_FILTER, SCORE_FLOOR } from "./types";

/** How likely a food's name is right: log odds = offset + score · logit(score) + lead · ln(first / second) + company · … */
export interface NamingRule {
  readonly offset: number;
  readonly score: number;
  readonly lead: number;
  /** By the mean logit of the photo's foods: in a strange kitchen all of them are lower. */
  readonly company: number;
  /** Below this likelihood a food gets no name. */
  readonly from: number;
}

/** The part of a rule that says how likely a name is. */
export type NameWeights = Omit<NamingRule, "from">;

/** What a name is judged by. */
export interface NameEvidence {
  readonly score: number;
  /** Score of the second class at its place; the floor where there is none. */
  readonly second: number;
  /** Mean logit of the photo's foods. */
  readonly company: number;
}

/** Boxes that are the company of a photo's foods. */
const COMPANY_FROM = 0.2;

/** Mean logit of a photo's foods after suppression; that of the lowest one that counts where there is none. */
export function companyOf(candidates: Candidates, isLeaf: (classId: number) => boolean): number {
  const { naming: _, ...plain } = candidates;
  const foods = filterCandidates(plain, { ...DEFAULT_FILTER, confidence: COMPANY_FROM }).filter(
    ({ classId }) => !isLeaf(classId),
  );
  if (foods.length === 0) return logit(COMPANY_FROM);
  return foods.reduce((sum, { score }) => sum + logit(score), 0) / foods.length;
}

/** What the log odds are a weighted sum of: 1, score, lead, company. */
export function evidenceRow({ score, second, company }: NameEvidence): readonly number[] {
  return [1, logit(score), Math.log(score / Math.max(second, SCORE_FLOOR)), company];
}

/** @returns in (0, 1) */
export function nameLikelihood(evidence: NameEvidence, rule: NameWeights): number {
  const weights = [rule.offset, rule.score, rule.lead, rule.company];
  return sigmoid(evidenceRow(evidence).reduce((sum, value, index) => sum + value * weights[index]!, 0));
}

/** The candidates with how likely their names are. Leaves are left alone. @param candidates not mutated */
export function applyNaming(
  candidates: Candidates,
  isLeaf: (classId: number) => boolean,
  rule: NamingRule,
): Candidates {
  const company = companyOf(candidates, isLeaf);
  const { scores, classIds, others } = candidates;
  const likelihoods = Float32Array.from(scores, (score, index) => {
    if (isLeaf(classIds[index]!)) return 1;
    return nameLikelihood({ score, second: others?.[index]?.[0]?.score ?? SCORE_FLOOR, company }, rule);
  });
  return { ...candidates, naming: { likelihoods, from: rule.from } };
}
