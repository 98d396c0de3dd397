import { classNames } from "@/components/ui/class-names";

/** Colours of a plate by cuisine-independent theme tokens, in turn. */
const FILLS = ["text-leaf", "text-saffron", "text-tomato"] as const;

export interface PlateProps {
  /** The same seed draws the same plate. */
  readonly seed: string;
  readonly className?: string;
}

/** A drawn plate, different for each recipe: there are no photos of the dishes, and none are pretended. */
export function Plate({ seed, className }: PlateProps) {
  const random = seededRandom(seed);
  const shapes = Array.from({ length: 4 + Math.floor(random() * 3) }, (_, position) => {
    const angle = (position / 5) * Math.PI * 2 + random() * 0.9;
    const distance = 3 + random() * 7;
    return {
      x: 24 + Math.cos(angle) * distance,
      y: 24 + Math.sin(angle) * distance,
      rx: 3.5 + random() * 4.5,
      ry: 2.5 + random() * 3,
      turn: Math.round(random() * 180),
      fill: FILLS[Math.floor(random() * FILLS.length)] ?? FILLS[0],
    };
  });
  return (
    <svg viewBox="0 0 48 48" aria-hidden className={classNames("shrink-0", className)}>
      <circle cx="24" cy="24" r="23" className="fill-sunken stroke-line-strong" strokeWidth="1" />
      <circle cx="24" cy="24" r="16.500" className="fill-raised stroke-line" strokeWidth="1" />
      {shapes.map((shape) => (
        <ellipse
          key={`${shape.x}-${shape.y}`}
          cx={shape.x}
          cy={shape.y}
          rx={shape.rx}
          ry={shape.ry}
          transform={`rotate(${shape.turn} ${shape.x} ${shape.y})`}
          className={classNames("fill-current", shape.fill)}
          opacity="0.82"
        />
      ))}
    </svg>
  );
}

/** Mulberry32 over a string hash: small, fast, and the same on server and browser. */
function seededRandom(seed: string): () => number {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.round((((value ^ (value >>> 14)) >>> 0) / 4294967296) * 1000) / 1000;
  };
}
