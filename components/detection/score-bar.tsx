/** A thin bar, and how sure the model is: in a word, or as a number where it was not calibrated. */
export function ScoreBar({ score, said }: { readonly score: number; readonly said: string }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1 w-24 overflow-hidden rounded-full bg-line">
        <span className="block h-full rounded-full bg-leaf" style={{ width: `${score * 100}%` }} />
      </span>
      <span className="tabular text-meta">{said}</span>
    </span>
  );
}
