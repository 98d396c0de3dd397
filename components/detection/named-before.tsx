"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { ClassChips } from "@/components/ui/class-chips";
import { classNames } from "@/components/ui/class-names";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useProposedName } from "@/lib/client/workspace/use-proposed-name";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { ShownBox } from "@/lib/core/editor/document";
import { namedDay } from "./named-day";
import { Swatch } from "./swatch";

interface NamedBeforeProps {
  readonly box: Pick<ShownBox, "id" | "detection">;
  /** What it is called now. */
  readonly name: string;
  readonly photo: PhotoItem;
  readonly className?: string;
}

/** The name the person gave to a box like this one: proposed, one press away, never put in place unasked. */
export function NamedBefore({ box, name, photo, className }: NamedBeforeProps) {
  const t = useTranslations("found");
  const classes = useClasses();
  const proposed = useProposedName(photo, box);
  if (!proposed) return null;
  const { classId, namedAt } = proposed;
  const day = namedDay(namedAt, Date.now());
  return (
    <div className={classNames("flex flex-wrap items-center gap-x-2 gap-y-1 pb-1.5", className)}>
      <ClassChips
        label={t("namedBefore", { name })}
        chips={[
          {
            id: classId,
            name: classes.nameOf(classId),
            score: "",
            label: t("namedBeforeChip", { name: classes.nameOf(classId), instead: name, day }),
            swatch: <Swatch classId={classId} kind={classes.kindOf(classId)} />,
          },
        ]}
        onChoose={() => {
          const editor = photo.editor.getState();
          editor.select([box.id]);
          editor.relabelBoxes(classId, [box.id]);
        }}
      />
      <span aria-hidden className="flex items-center gap-1 text-ink-soft text-meta">
        <History className="size-3.5" />
        {t("asNamed", { day })}
      </span>
    </div>
  );
}
