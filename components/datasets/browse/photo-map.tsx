"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { classColour } from "@/components/ui/class-colour";
import type { ClassRegistryView } from "@/lib/client/datasets/use-registry";
import type { PhotoMap as MapData } from "@/lib/contracts/data-errors";
import { SPLITS } from "@/lib/core/datasets/split";

type Point = MapData["points"][number];

const COLOURS = ["class", "split", "source"] as const;
type ColourBy = (typeof COLOURS)[number];

const EDGE_PX = 12;
const POINT_PX = 3.5;
/** A press this near to a point means it. */
const REACH_PX = 14;

interface PhotoMapProps {
  readonly map: MapData;
  readonly registry: ClassRegistryView;
  readonly chosen: string | undefined;
  readonly onChoose: (sha256: string) => void;
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Between the second and the last but one hundredth: a few photos far out would press all others together. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(0.01), at(0.99)];
  return high > low ? [low, high] : [low - 1, low + 1];
}

function scaleOf(points: readonly Point[], width: number, height: number): Scale {
  const [left, right] = rangeOf(points.map(({ x }) => x));
  const [low, high] = rangeOf(points.map(({ y }) => y));
  const inside = (share: number, edge: number) =>
    EDGE_PX + Math.min(Math.max(share, 0), 1) * (edge - 2 * EDGE_PX);
  return {
    x: (value) => inside((value - left) / (right - left), width),
    y: (value) => inside(1 - (value - low) / (high - low), height),
  };
}

function colourOf(by: ColourBy, registry: ClassRegistryView, sources: readonly string[]) {
  return ({ classId, split, source }: Point): string => {
    if (by === "class")
      return classId === null ? "#888888" : classColour(classId, registry.kindOf(classId)).dark;
    const at = by === "split" ? SPLITS.indexOf(split) : sources.indexOf(source);
    return classColour(at * 5, "leaf").dark;
  };
}

/** The photos of a version as points: what looks alike lies together. Pressing one chooses it. */
export function PhotoMap({ map, registry, chosen, onChoose }: PhotoMapProps) {
  const t = useTranslations("browse");
  const canvas = useRef<HTMLCanvasElement>(null);
  const [by, setBy] = useState<ColourBy>("class");
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const watch = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const { points } = map;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || size.width === 0) return;
    const density = devicePixelRatio;
    element.width = size.width * density;
    element.height = size.height * density;
    context.scale(density, density);
    const scale = scaleOf(points, size.width, size.height);
    const sources = [...new Set(points.map(({ source }) => source))].toSorted();
    const colour = colourOf(by, registry, sources);
    for (const point of points) {
      context.beginPath();
      context.arc(scale.x(point.x), scale.y(point.y), POINT_PX, 0, 2 * Math.PI);
      context.fillStyle = colour(point);
      context.globalAlpha = 0.75;
      context.fill();
    }
    const own = points.find(({ sha256 }) => sha256 === chosen);
    if (!own) return;
    context.globalAlpha = 1;
    context.lineWidth = 3;
    context.strokeStyle = getComputedStyle(element).color;
    context.beginPath();
    context.arc(scale.x(own.x), scale.y(own.y), POINT_PX + 5, 0, 2 * Math.PI);
    context.stroke();
  }, [points, size, by, registry, chosen]);
  const press = (event: React.MouseEvent<HTMLCanvasElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const scale = scaleOf(points, size.width, size.height);
    const far = ({ x, y }: Point) =>
      Math.hypot(scale.x(x) - (event.clientX - left), scale.y(y) - (event.clientY - top));
    const nearest = points.reduce<Point | undefined>(
      (best, point) => (best && far(best) <= far(point) ? best : point),
      undefined,
    );
    if (nearest && far(nearest) <= REACH_PX) onChoose(nearest.sha256);
  };
  return (
    <section aria-label={t("map")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-lead">{t("map")}</h2>
        <ChoiceSwitch
          label={t("mapBy")}
          choices={COLOURS}
          value={by}
          textOf={(one) => t(`mapColour.${one}`)}
          onChange={setBy}
          className="w-64"
        />
      </div>
      <p className="max-w-[80ch] text-ink-soft text-meta">{t("mapExplain", { model: map.modelId })}</p>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("map")}
        onClick={press}
        className="h-72 w-full cursor-crosshair rounded-card border bg-sunken text-ink lg:h-96"
      />
    </section>
  );
}
