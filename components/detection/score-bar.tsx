import { formatScore } from "./format";

/** A thin bar plus the number: how sure the model is. */
export function ScoreBar({ score }: { readonly score: number }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1 w-24 overflow-hidden rounded-full bg-line">
        <span className="block h-full rounded-full bg-leaf" style={{ width: `${score * 100}%` }} />
      </span>
      <span className="tabular text-meta">{formatScore(score)}</span>
    </span>
  );
}
