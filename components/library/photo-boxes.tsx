import { classColour } from "@/components/ui/class-colour";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { StandingBox } from "@/lib/contracts/library";
import type { Size } from "@/lib/core/geometry/box";

interface PhotoBoxesProps {
  readonly boxes: readonly StandingBox[];
  readonly photo: Size;
  readonly classes: ClassLookup;
}

/** Boxes over a thumbnail that fills its frame as `object-cover` does. Decoration: the card names the classes. */
export function PhotoBoxes({ boxes, photo, classes }: PhotoBoxesProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${photo.width} ${photo.height}`}
      preserveAspectRatio="xMidYMid slice"
      className="pointer-events-none absolute inset-0 size-full animate-fade-in"
      fill="none"
    >
      {boxes.map(({ box, classId, state }, index) => {
        const shape = { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1, rx: 2 };
        const colour = classColour(classId, classes.kindOf(classId));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a saved list, drawn as it is
          <g key={index}>
            <rect {...shape} className="stroke-black/50" strokeWidth={4} vectorEffect="non-scaling-stroke" />
            <rect
              {...shape}
              stroke={colour.dark}
              strokeWidth={2}
              strokeDasharray={state === "detected" ? "5 3" : undefined}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}
