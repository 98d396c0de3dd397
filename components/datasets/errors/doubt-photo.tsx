"use client";

import type { ShownDoubt, ShownPhoto } from "@/lib/contracts/data-errors";
import { photoImageUrl } from "@/lib/contracts/library";
import type { Box } from "@/lib/core/geometry/box";

interface Drawn {
  readonly box: Box<"source">;
  readonly colour: string;
  readonly text: string;
  readonly isDashed?: boolean;
}

interface DoubtPhotoProps {
  readonly photo: ShownPhoto;
  readonly doubt: Pick<ShownDoubt, "label" | "model">;
  readonly labelText: string;
  readonly modelText: string;
  readonly alt: string;
  /** Around the boxes that it is about, instead of the whole photo. */
  readonly isClose: boolean;
}

const LABEL_COLOUR = "var(--leaf)";
const MODEL_COLOUR = "var(--saffron)";
const OTHER_COLOUR = "rgb(255 255 255 / 0.7)";

interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Twice as large as what it is about, and at least a quarter of the photo. */
function regionOf(boxes: readonly Box<"source">[], { width, height }: ShownPhoto): Region {
  const left = Math.min(...boxes.map(({ x1 }) => x1));
  const top = Math.min(...boxes.map(({ y1 }) => y1));
  const right = Math.max(...boxes.map(({ x2 }) => x2));
  const bottom = Math.max(...boxes.map(({ y2 }) => y2));
  const size = {
    width: Math.min(width, Math.max((right - left) * 2, width / 4)),
    height: Math.min(height, Math.max((bottom - top) * 2, height / 4)),
  };
  const place = (middle: number, edge: number, limit: number) =>
    Math.min(Math.max(middle - edge / 2, 0), limit - edge);
  return {
    x: place((left + right) / 2, size.width, width),
    y: place((top + bottom) / 2, size.height, height),
    ...size,
  };
}

/** A label and the model's opinion over one another: the label's line is whole, the model's dashed, each with its name. */
export function DoubtPhoto({ photo, doubt, labelText, modelText, alt, isClose }: DoubtPhotoProps) {
  const { label, model } = doubt;
  const about: Drawn[] = [
    ...(label ? [{ box: label.box, colour: LABEL_COLOUR, text: labelText }] : []),
    ...(model ? [{ box: model.box, colour: MODEL_COLOUR, text: modelText, isDashed: true }] : []),
  ];
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height };
  const region =
    isClose && about.length > 0
      ? regionOf(
          about.map(({ box }) => box),
          photo,
        )
      : whole;
  const textSize = Math.max(region.width, region.height) * 0.026;
  return (
    <svg
      role="img"
      aria-label={alt}
      viewBox={`${region.x} ${region.y} ${region.width} ${region.height}`}
      preserveAspectRatio="xMidYMid meet"
      className="block max-h-[60dvh] w-full rounded-card bg-sunken"
      fill="none"
    >
      {photo.image === null ? null : (
        <image
          href={photoImageUrl(photo.image, "full")}
          width={photo.width}
          height={photo.height}
          preserveAspectRatio="none"
        />
      )}
      {about.length > 0
        ? photo.boxes.map((box, index) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a stored list, drawn as it is
              key={index}
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              style={{ stroke: OTHER_COLOUR }}
              strokeWidth={1}
              vectorEffect="non-scaling-stroke"
            />
          ))
        : null}
      {about.map((one) => (
        <BoxWithName
          key={one.text}
          {...one}
          region={region}
          textSize={textSize}
          isBelow={one.isDashed ?? false}
        />
      ))}
    </svg>
  );
}

interface BoxWithNameProps extends Drawn {
  readonly region: Region;
  readonly textSize: number;
  /** The model's name stands below its box, so that the two do not cover each other. */
  readonly isBelow: boolean;
}

function BoxWithName({ box, colour, text, isDashed, region, textSize, isBelow }: BoxWithNameProps) {
  const shape = { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1 };
  const height = textSize * 1.5;
  const width = Math.min(region.width, text.length * textSize * 0.58 + textSize);
  const x = Math.min(Math.max(box.x1, region.x), region.x + region.width - width);
  const wanted = isBelow ? box.y2 : box.y1 - height;
  const y = Math.min(Math.max(wanted, region.y), region.y + region.height - height);
  return (
    <g>
      <rect {...shape} className="stroke-black/60" strokeWidth={5} vectorEffect="non-scaling-stroke" />
      <rect
        {...shape}
        style={{ stroke: colour }}
        strokeWidth={3}
        strokeDasharray={isDashed ? "7 4" : undefined}
        vectorEffect="non-scaling-stroke"
      />
      <rect x={x} y={y} width={width} height={height} rx={textSize / 4} className="fill-black/75" />
      <text x={x + textSize / 2} y={y + textSize * 1.08} fontSize={textSize} className="fill-white">
        {text}
      </text>
    </g>
  );
}
