/** One file imports another. */
export interface FileImport {
  readonly from: string;
  readonly to: string;
}

/** Rooms that reach each other, and for each arrow among them one import that makes it. */
export interface RoomCircle {
  readonly rooms: readonly string[];
  readonly imports: readonly FileImport[];
}

const ROOM = /^(server|components|lib\/core|lib\/client)\/([^/]+?)(?:\.[^/]*)?(?:\/|$)/;
const FOR_TESTS = /\.test\.tsx?$|\/testing\//;

/**
 * The room of a file: a folder of `server`, `components`, `lib/core` or `lib/client` with all that lies in it. A file that
 * lies beside the folders belongs to the room of its own name.
 * @returns undefined outside these folders, and for tests, which may use any room
 */
export function roomOf(file: string): string | undefined {
  const [, base, name] = ROOM.exec(file) ?? [];
  return base && name && !FOR_TESTS.test(file) ? `${base}/${name}` : undefined;
}

type Arrows = ReadonlyMap<string, ReadonlyMap<string, FileImport>>;

/** For each room the rooms that it imports, with the first import that says so. */
function arrowsOf(imports: readonly FileImport[]): Arrows {
  const arrows = new Map<string, Map<string, FileImport>>();
  for (const one of imports) {
    const [from, to] = [roomOf(one.from), roomOf(one.to)];
    if (!from || !to || from === to) continue;
    const targets = arrows.get(from) ?? new Map<string, FileImport>();
    arrows.set(from, targets);
    if (!targets.has(to)) targets.set(to, one);
  }
  return arrows;
}

/** Every room that can be reached from one, itself only through a circle. */
function reachedFrom(room: string, arrows: Arrows): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [room];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const target of arrows.get(next)?.keys() ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}

/**
 * Circles between rooms: the strongly connected components of more than one room. Imports of types count too: who
 * reads, moves or changes a room has to know where its types come from.
 */
export function findRoomCircles(imports: readonly FileImport[]): readonly RoomCircle[] {
  const arrows = arrowsOf(imports);
  const reached = new Map([...arrows.keys()].map((room) => [room, reachedFrom(room, arrows)] as const));
  const found = new Map<string, RoomCircle>();
  for (const [room, targets] of reached) {
    if (!targets.has(room)) continue;
    const rooms = [...targets].filter((other) => reached.get(other)?.has(room)).toSorted();
    const inside = new Set(rooms);
    found.set(rooms.join(), {
      rooms,
      imports: rooms.flatMap((from) =>
        [...(arrows.get(from) ?? [])].flatMap(([to, one]) => (inside.has(to) ? [one] : [])),
      ),
    });
  }
  return [...found.values()];
}

/** What a person reads: the rooms, and the imports to look at. */
export function describeCircle({ rooms, imports }: RoomCircle): string {
  const lines = imports.map(({ from, to }) => `    ${from} → ${to}`);
  return [`  error between rooms: ${rooms.join(", ")} import each other`, ...lines].join("\n");
}
