import type { Accuracy } from "@/lib/contracts/monitor-page";
import type { Reference } from "@/lib/contracts/monitoring";
import {
  estimateAccuracy,
  judgedAccuracy,
  type ScoredPhoto,
} from "@/lib/core/monitoring/slices/estimate-accuracy";
import { connection } from "@/server/db/transaction";
import { addDays } from "../drift/periods";
import { readCounted, type Shown } from "./repository";

const ACCURACY_DAYS = 14;
/** Detections of each side from which accuracy is told. */
const SAMPLE = 4_000;

/** Of a random sample of these days, the photos with boxes. */
async function readScored(shown: Shown): Promise<readonly ScoredPhoto[]> {
  const counted = await readCounted(connection(), shown, SAMPLE);
  return counted.flatMap(({ score, boxes, judged }) =>
    score === null || boxes === 0
      ? []
      : [{ score, boxes, judged: judged && judged.boxes > 0 ? judged : null }],
  );
}

/**
 * How many boxes of the last two weeks are right: by their scores, and by what people said of them.
 * @param reference days whose photos say how often boxes with such scores are right
 * @param least of fewer photos nothing is told
 */
export async function accuracyOf(
  shown: Omit<Shown, "from">,
  reference: Reference,
  least: number,
): Promise<Accuracy> {
  const [before, now] = await Promise.all([
    readScored({ ...shown, from: reference.from, to: reference.to }),
    readScored({ ...shown, from: addDays(shown.to, -(ACCURACY_DAYS - 1)) }),
  ]);
  // of few photos even their scores would tell of one person
  const estimated = now.length < least ? null : estimateAccuracy(before, now);
  return { estimated, judged: judgedAccuracy(now) };
}
