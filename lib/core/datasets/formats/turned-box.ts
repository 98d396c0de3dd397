import type { Box } from "../../geometry/box";

export interface TurnedShape {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly radians: number;
}

export const radiansOf = (degrees: number): number => (degrees / 180) * Math.PI;

/** The box around one that is turned about its middle. */
export function aroundTurnedBox({ cx, cy, width, height, radians }: TurnedShape): Box<"source"> {
  const [cos, sin] = [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
  const [halfWidth, halfHeight] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2];
  return { x1: cx - halfWidth, y1: cy - halfHeight, x2: cx + halfWidth, y2: cy + halfHeight };
}

/** The box around an ellipse that is turned about its middle; `width` and `height` are its axes. */
export function aroundTurnedEllipse({ cx, cy, width, height, radians }: TurnedShape): Box<"source"> {
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const halfWidth = Math.hypot(width * cos, height * sin) / 2;
  const halfHeight = Math.hypot(width * sin, height * cos) / 2;
  return { x1: cx - halfWidth, y1: cy - halfHeight, x2: cx + halfWidth, y2: cy + halfHeight };
}
