"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { ClassRegistryView } from "@/lib/client/datasets/use-registry";
import type { ManifestBox } from "@/lib/contracts/dataset-manifest";
import type { ChangedPhoto } from "@/lib/contracts/dataset-versions";
import { BoxShape, VersionsPhoto } from "./versions-photo";

/** Each colour has one meaning, also shown by the line and in words. */
const COLOURS = {
  added: "var(--leaf)",
  removed: "var(--tomato)",
  relabelled: "var(--saffron)",
  moved: "var(--focus)",
  kept: "rgb(255 255 255 / 0.7)",
} as const;

const KINDS = ["added", "removed", "relabelled", "moved"] as const;

export function DiffLegend() {
  const t = useTranslations("versionDiff");
  return (
    <ul aria-label={t("legend")} className="flex flex-wrap gap-x-4 gap-y-1 text-meta">
      {KINDS.map((kind) => (
        <li key={kind} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 20 12" className="h-3 w-5" fill="none">
            <rect
              x="1"
              y="1"
              width="18"
              height="10"
              style={{ stroke: COLOURS[kind] }}
              strokeWidth="2"
              strokeDasharray={kind === "removed" ? "4 2" : undefined}
            />
          </svg>
          {t(`legendOf.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

const centre = ({ x, y, width, height }: ManifestBox) => ({ x: x + width / 2, y: y + height / 2 });

/** Where a box went: its old place dashed, its new one solid, a line between. */
function Moved({ from, to }: { readonly from: ManifestBox; readonly to: ManifestBox }) {
  const [a, b] = [centre(from), centre(to)];
  return (
    <>
      <BoxShape box={from} colour={COLOURS.moved} isDashed />
      <BoxShape box={to} colour={COLOURS.moved} isStrong />
      <line
        x1={a.x}
        y1={a.y}
        x2={b.x}
        y2={b.y}
        style={{ stroke: COLOURS.moved }}
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
      />
    </>
  );
}

/** A box may be in a photo twice, so its place in the list is part of its key. */
const keyOf = ({ classId, x, y, width, height }: ManifestBox, index: number) =>
  [index, classId, x, y, width, height].join(" ");

/** A photo that changed, with what changed drawn on it. */
export function DiffPhoto({
  item,
  registry,
}: {
  readonly item: ChangedPhoto;
  readonly registry: ClassRegistryView;
}) {
  const t = useTranslations("versionDiff");
  const { boxes, name, width, height, image, isDeleted, change, splitBefore, splitAfter } = item;
  return (
    <li className="flex flex-col gap-1.5">
      <VersionsPhoto image={image} isDeleted={isDeleted} width={width} height={height} alt={name}>
        {boxes.kept.map((box, index) => (
          <BoxShape key={keyOf(box, index)} box={box} colour={COLOURS.kept} />
        ))}
        {boxes.removed.map((box, index) => (
          <BoxShape key={keyOf(box, index)} box={box} colour={COLOURS.removed} isDashed isStrong />
        ))}
        {boxes.added.map((box, index) => (
          <BoxShape key={keyOf(box, index)} box={box} colour={COLOURS.added} isStrong />
        ))}
        {boxes.relabelled.map(({ to }, index) => (
          <BoxShape key={keyOf(to, index)} box={to} colour={COLOURS.relabelled} isStrong />
        ))}
        {boxes.moved.map(({ from, to }, index) => (
          <Moved key={keyOf(to, index)} from={from} to={to} />
        ))}
      </VersionsPhoto>
      <p className="truncate text-meta" title={name}>
        {name} <span className="text-ink-soft">{item.source}</span>
      </p>
      <p className="flex flex-wrap gap-1.5">
        {change === "added" || change === "removed" ? (
          <Badge tone="plain">{t(`photo.${change}`)}</Badge>
        ) : null}
        {splitBefore !== null && splitAfter !== null && splitBefore !== splitAfter ? (
          <Badge tone="unsure">{t("splitMove", { from: splitBefore, to: splitAfter })}</Badge>
        ) : null}
        {KINDS.filter((kind) => boxes[kind].length > 0).map((kind) => (
          <Badge key={kind} tone="plain">
            {t(`boxChange.${kind}`, { count: boxes[kind].length })}
          </Badge>
        ))}
      </p>
      {boxes.relabelled.length > 0 ? (
        <ul className="text-meta">
          {boxes.relabelled.map(({ from, to }, index) => (
            <li key={keyOf(to, index)}>
              {t("renamed", { from: registry.nameOf(from.classId), to: registry.nameOf(to.classId) })}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
