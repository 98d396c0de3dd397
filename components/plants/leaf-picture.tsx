import { classColour } from "@/components/ui/class-colour";
import type { Size } from "@/lib/core/geometry/box";
import type { FoundBox } from "@/lib/core/plants/read-leaves";

export interface LeafPictureProps {
  readonly url: string;
  readonly size: Size;
  readonly boxes: readonly FoundBox[];
  /** Dimmed during detection. */
  readonly isBusy?: boolean;
}

/** A photo with its leaf boxes, cut to a square. Decoration: what is beside it says the same in words. */
export function LeafPicture({ url, size, boxes, isBusy = false }: LeafPictureProps) {
  return (
    <span className="relative block aspect-square overflow-hidden rounded-card bg-sunken">
      {/* biome-ignore lint/performance/noImgElement: a local object URL or the app's own server */}
      <img
        src={url}
        alt=""
        loading="lazy"
        decoding="async"
        className={`absolute inset-0 size-full object-cover ${isBusy ? "opacity-60" : ""}`}
      />
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="xMidYMid slice"
        className="pointer-events-none absolute inset-0 size-full"
        fill="none"
      >
        {boxes.map(({ box, classId, isPersons }, index) => {
          const shape = { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1, rx: 2 };
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a finished list, drawn as it is
            <g key={index}>
              <rect
                {...shape}
                className="stroke-black/50"
                strokeWidth={4}
                vectorEffect="non-scaling-stroke"
              />
              <rect
                {...shape}
                stroke={classColour(classId, "leaf").dark}
                strokeWidth={2}
                strokeDasharray={isPersons ? undefined : "5 3"}
                vectorEffect="non-scaling-stroke"
              />
            </g>
          );
        })}
      </svg>
    </span>
  );
}
