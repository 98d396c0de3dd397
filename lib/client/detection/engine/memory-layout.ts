import type { Block } from "./view";

/** Floats: blocks begin on a cache line. */
const LINE = 16;
/** Floats behind a block that vector reads may touch. */
const SLACK = 4;

const rounded = (length: number) => Math.ceil((length + SLACK) / LINE) * LINE;

/**
 * Gives each block its place: lasting blocks have their own, the others share it with blocks not alive at
 * the same time, the largest first.
 * @param blocks their `start` is set
 * @returns floats needed in all
 */
export function layOutMemory(blocks: readonly Block[]): number {
  let end = LINE;
  const used = blocks.filter(({ first, last, lasting }) => lasting || last >= first);
  for (const block of used.filter(({ lasting }) => lasting)) {
    block.start = end;
    end += rounded(block.length);
  }
  const base = end;
  const placed: Block[] = [];
  const passing = used.filter(({ lasting }) => !lasting).toSorted((a, b) => b.length - a.length);
  for (const block of passing) {
    const neighbours = placed
      .filter(({ first, last }) => first <= block.last && last >= block.first)
      .toSorted((a, b) => a.start - b.start);
    let start = base;
    for (const other of neighbours) {
      if (start + rounded(block.length) <= other.start) break;
      start = Math.max(start, other.start + rounded(other.length));
    }
    block.start = start;
    placed.push(block);
    end = Math.max(end, start + rounded(block.length));
  }
  return end + LINE;
}
