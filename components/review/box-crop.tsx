import { classColour } from "@/components/ui/class-colour";
import { classNames } from "@/components/ui/class-names";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { Box, Size } from "@/lib/core/geometry/box";
import { cropRegion } from "./crop-region";

export interface CropBox {
  readonly classId: number;
  readonly box: Box<"source">;
  /** Dashed, as the model's boxes are on the stage. */
  readonly isModel: boolean;
}

interface BoxCropProps {
  readonly url: string;
  readonly photo: Size;
  readonly boxes: readonly CropBox[];
  readonly classes: ClassLookup;
  /** The whole photo instead of what is around the boxes. */
  readonly isWhole?: boolean;
  readonly className?: string;
}

/** Boxes drawn on the part of the photo they are about. Decoration: the text beside it says the same. */
export function BoxCrop({ url, photo, boxes, classes, isWhole, className }: BoxCropProps) {
  const region =
    isWhole || boxes.length === 0
      ? { x: 0, y: 0, ...photo }
      : cropRegion(
          boxes.map(({ box }) => box),
          photo,
        );
  return (
    <svg
      aria-hidden="true"
      viewBox={`${region.x} ${region.y} ${region.width} ${region.height}`}
      preserveAspectRatio="xMidYMid meet"
      className={classNames("block bg-sunken", className)}
      fill="none"
    >
      <image href={url} width={photo.width} height={photo.height} preserveAspectRatio="none" />
      {boxes.map(({ classId, box, isModel }, index) => {
        const shape = { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1 };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
          <g key={index}>
            <rect {...shape} className="stroke-black/60" strokeWidth={4} vectorEffect="non-scaling-stroke" />
            <rect
              {...shape}
              stroke={classColour(classId, classes.kindOf(classId)).dark}
              strokeWidth={2}
              strokeDasharray={isModel ? "5 3" : undefined}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}
