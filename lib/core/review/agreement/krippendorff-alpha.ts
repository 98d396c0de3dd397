/**
 * Agreement of any number of people on classes, less what chance alone would give: 1 is full agreement, 0 is chance.
 * @param units per object, the classes its people gave; those with fewer than two are left out
 * @returns null where it is not defined: nothing to compare, or one class throughout
 * Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, nominal data
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number | null {
  const totals = new Map<number, number>();
  let values = 0;
  let differing = 0;
  for (const unit of units) {
    if (unit.length < 2) continue;
    const counts = new Map<number, number>();
    for (const classId of unit) {
      counts.set(classId, (counts.get(classId) ?? 0) + 1);
      totals.set(classId, (totals.get(classId) ?? 0) + 1);
    }
    values += unit.length;
    const same = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
    differing += (unit.length * (unit.length - 1) - same) / (unit.length - 1);
  }
  const expected = values ** 2 - [...totals.values()].reduce((sum, count) => sum + count ** 2, 0);
  if (expected === 0) return null;
  return 1 - ((values - 1) * differing) / expected;
}
