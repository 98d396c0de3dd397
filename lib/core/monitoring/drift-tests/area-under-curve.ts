/**
 * The area under the ROC curve: how often a row that is true scores higher than one that is not, ties counted as half.
 * @throws RangeError unless both kinds of rows are there
 */
export function areaUnderCurve(isTrue: readonly boolean[], scores: Float64Array): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  const positives = isTrue.filter(Boolean).length;
  const negatives = isTrue.length - positives;
  if (positives === 0 || negatives === 0) throw new RangeError("all rows are of one kind");
  let below = 0;
  let wins = 0;
  for (let i = 0; i < order.length; ) {
    let tiedTrue = 0;
    let tiedFalse = 0;
    const score = scores[order[i]!]!;
    for (; i < order.length && scores[order[i]!] === score; i++) {
      if (isTrue[order[i]!]) tiedTrue++;
      else tiedFalse++;
    }
    wins += tiedTrue * (below + tiedFalse / 2);
    below += tiedFalse;
  }
  return wins / (positives * negatives);
}
