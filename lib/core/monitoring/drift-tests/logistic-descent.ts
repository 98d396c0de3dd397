/** A linear classifier: the score of a row is `intercept + weights · row`. */
export interface LinearClassifier {
  readonly weights: Float64Array;
  readonly intercept: number;
}

/** What scikit-learn's `SGDClassifier(loss="log_loss")` has where nothing else is said. */
const PENALTY = 0.0001;
const MOST_EPOCHS = 1000;
const TOLERANCE = 1e-3;
const EPOCHS_WITHOUT_GAIN = 5;

/** Second number that `RandomState(42).randint` draws below 2³¹ - 1; the first is for the data set, which does not use it. */
const SHUFFLE_SEED = 1_273_642_419;

/** Shuffles as scikit-learn does between epochs: each time with the same seed, on the order left by the last. Mutates `order`. */
function shuffle(order: Int32Array): void {
  let seed = SHUFFLE_SEED;
  for (let i = 0; i < order.length - 1; i++) {
    seed = (seed ^ (seed << 13)) >>> 0;
    seed = (seed ^ (seed >>> 17)) >>> 0;
    seed = (seed ^ (seed << 5)) >>> 0;
    const j = i + ((seed % 2 ** 31) % (order.length - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}

/** ln(1 + eˣ) without overflow. */
const logOnePlusExp = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

function gradient(isTrue: boolean, score: number): number {
  if (score <= -37) return Math.exp(score) - (isTrue ? 1 : 0);
  const power = Math.exp(-score);
  return (isTrue ? -power : 1) / (1 + power);
}

/**
 * Fits a logistic regression by stochastic gradient descent, step by step as scikit-learn 1.9 with `random_state=42`, so that both give the same scores.
 * @throws RangeError when the rows have no length
 */
export function fitByDescent(rows: readonly Float64Array[], isTrue: readonly boolean[]): LinearClassifier {
  const size = rows[0]?.length ?? 0;
  if (size === 0) throw new RangeError("there are no rows");
  const weights = new Float64Array(size);
  let scale = 1;
  let squares = 0;
  let intercept = 0;
  // the first step is 1 / PENALTY^¼ long, as Bottou proposes
  const start = 1 / (Math.sqrt(1 / Math.sqrt(PENALTY)) * PENALTY);
  let step = 1;
  let best = Number.POSITIVE_INFINITY;
  let withoutGain = 0;
  const order = Int32Array.from(rows.keys());
  for (let epoch = 0; epoch < MOST_EPOCHS && withoutGain < EPOCHS_WITHOUT_GAIN; epoch++) {
    shuffle(order);
    let objective = 0;
    for (const index of order) {
      const row = rows[index]!;
      const truth = isTrue[index]!;
      let score = 0;
      for (let i = 0; i < size; i++) score += weights[i]! * row[i]!;
      score = score * scale + intercept;
      const length = 1 / (PENALTY * (start + step - 1));
      objective += logOnePlusExp(score) - (truth ? score : 0);
      objective += PENALTY * 0.5 * Math.sqrt(squares) ** 2;
      const update = -length * gradient(truth, score);
      const decay = Math.max(0, 1 - length * PENALTY);
      scale *= decay;
      squares *= decay * decay;
      if (update !== 0) {
        let sum = 0;
        for (let i = 0; i < size; i++) {
          weights[i]! += row[i]! * (update / scale);
          sum += weights[i]! ** 2;
        }
        squares = sum * (scale * scale);
        intercept += update;
      }
      step++;
    }
    const mean = objective / rows.length;
    withoutGain = mean > best - TOLERANCE ? withoutGain + 1 : 0;
    if (mean < best) best = mean;
  }
  return { weights: weights.map((weight) => weight * scale), intercept };
}
