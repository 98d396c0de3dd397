"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { classNames } from "@/components/ui/class-names";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { MergeQuestion, Side } from "@/lib/core/corrections/merge-boxes";
import type { StageBox } from "@/lib/core/editor/document";
import { cropAround } from "./crop-around";

interface ConflictRowProps {
  readonly photo: PhotoItem;
  readonly question: MergeQuestion;
  readonly side: Side;
  readonly onChoose: (side: Side) => void;
}

const SIDES = ["mine", "theirs"] as const;
const STROKES = { mine: "stroke-leaf", theirs: "stroke-tomato" } as const;

/** One place where both states differ: the piece of the photo, and which of the two stands. */
export function ConflictRow({ photo, question, side, onChoose }: ConflictRowProps) {
  const t = useTranslations("save");
  const group = useId();
  const { nameOf } = useClasses();
  const boxes = SIDES.flatMap((one) => (question[one] ? [question[one]] : []));
  const subject = nameOf(boxes[0]?.classId ?? 0);
  return (
    <li className="flex items-center gap-4 border-t py-3 first:border-t-0">
      <Piece photo={photo} question={question} side={side} />
      <fieldset className="flex min-w-0 flex-1 flex-col gap-1">
        <legend className="sr-only">{t("differenceOf", { name: subject })}</legend>
        {SIDES.map((one) => (
          <label
            key={one}
            className={classNames(
              "flex min-h-11 cursor-pointer items-center gap-3 rounded-card border px-3 py-1.5",
              side === one ? "border-leaf bg-leaf-wash" : "border-line-strong",
            )}
          >
            <input
              type="radio"
              name={group}
              checked={side === one}
              onChange={() => onChoose(one)}
              className="size-4 accent-leaf"
            />
            <span className="min-w-0">
              <span className="block font-medium">{t(`keep.${one}`)}</span>
              <span className="block text-ink-soft text-meta">
                <BoxWords box={question[one]} />
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </li>
  );
}

function BoxWords({ box }: { readonly box: StageBox | null }) {
  const t = useTranslations("save");
  const { nameOf } = useClasses();
  if (!box) return t("noBox");
  const { x1, y1, x2, y2 } = box.box;
  return t("boxWords", {
    name: nameOf(box.classId),
    how: t(`how.${box.state}`),
    width: Math.round(x2 - x1),
    height: Math.round(y2 - y1),
  });
}

/** The photo around both boxes; the one that would not stand is dashed. */
function Piece({ photo, question, side }: Omit<ConflictRowProps, "onChoose">) {
  const boxes = SIDES.flatMap((one) => (question[one] ? [question[one].box] : []));
  const crop = cropAround(boxes, photo.size);
  return (
    <svg
      aria-hidden
      viewBox={`${crop.x1} ${crop.y1} ${crop.x2 - crop.x1} ${crop.y2 - crop.y1}`}
      className="size-24 shrink-0 rounded-small bg-sunken sm:size-32"
    >
      <image href={photo.url} width={photo.size.width} height={photo.size.height} />
      {SIDES.map((one) => {
        const box = question[one]?.box;
        if (!box) return null;
        return (
          <rect
            key={one}
            x={box.x1}
            y={box.y1}
            width={box.x2 - box.x1}
            height={box.y2 - box.y1}
            fill="none"
            className={STROKES[one]}
            strokeWidth={3}
            vectorEffect="non-scaling-stroke"
            strokeDasharray={side === one ? undefined : "5 4"}
          />
        );
      })}
    </svg>
  );
}
