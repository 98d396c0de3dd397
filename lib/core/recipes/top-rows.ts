/**
 * Keeps the `capacity` best of many (key, tie) pairs: higher key first, then lower tie. A binary heap with the worst
 * kept entry on top, so that most of a million offers cost one comparison.
 */
export interface TopRows {
  /** Offers with a lower key are no longer taken: the caller may skip the call. */
  readonly worstKey: number;
  offer(key: number, tie: number, row: number): void;
  /** Rows, best first. */
  take(): number[];
}

interface Entry {
  readonly key: number;
  readonly tie: number;
  readonly row: number;
}

export function createTopRows(capacity: number): TopRows {
  if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`capacity ${capacity}`);
  const heap: Entry[] = [];
  let worstKey = Number.NEGATIVE_INFINITY;

  const siftDown = () => {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const child = left + 1 < heap.length && isWorse(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (!isWorse(heap[child]!, heap[at]!)) return;
      [heap[at], heap[child]] = [heap[child]!, heap[at]!];
      at = child;
    }
  };
  const siftUp = () => {
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isWorse(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  };

  return {
    get worstKey() {
      return worstKey;
    },
    offer(key, tie, row) {
      if (heap.length < capacity) {
        heap.push({ key, tie, row });
        siftUp();
      } else {
        const worst = heap[0]!;
        if (key < worst.key || (key === worst.key && tie >= worst.tie)) return;
        heap[0] = { key, tie, row };
        siftDown();
      }
      if (heap.length === capacity) worstKey = heap[0]!.key;
    },
    take() {
      return [...heap].sort((a, b) => b.key - a.key || a.tie - b.tie).map((entry) => entry.row);
    },
  };
}

function isWorse(a: Entry, b: Entry): boolean {
  return a.key < b.key || (a.key === b.key && a.tie > b.tie);
}
