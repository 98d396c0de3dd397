"use client";

import { EyeOff, ScanSearch } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { groupByClass } from "@/lib/client/detection/class-groups";
import { isAsSaved, type PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useFollowingBoxes } from "@/lib/client/workspace/use-following-boxes";
import { useClasses, useFilter, useFilterView } from "@/lib/client/workspace/workspace-context";
import { FoundClassRow } from "./class-row";
import { formatScore } from "./format";
import { Swatch } from "./swatch";
import { UnknownRows } from "./unknown-rows";
import { UnnamedRows } from "./unnamed-rows";

/** What is on the photo, by class, linked to the boxes on the stage. */
export function FoundList({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("found");
  const classes = useClasses();
  const boxes = useFollowingBoxes(photo);
  const hidden = useFilter(({ filter }) => filter.hiddenClasses);
  const weaker = useFilterView((view) => view.weakerCount);
  const shown = useMemo(() => boxes.filter(({ classId }) => !hidden.includes(classId)), [boxes, hidden]);
  const groups = useMemo(() => groupByClass(shown, classes), [shown, classes]);
  const isWaiting = photo.run === null && photo.state !== "failed" && photo.base === null;

  if (isWaiting && shown.length === 0) {
    return (
      <>
        <Waiting text={t("waiting")} />
        <UnnamedRows photo={photo} />
      </>
    );
  }
  return (
    <div className="pb-4">
      {groups.length === 0 ? (
        <NothingShown isSaved={isAsSaved(photo)} />
      ) : (
        <>
          <p className="px-4 pt-3 pb-1 font-semibold">{t("summary", { count: shown.length })}</p>
          <ul>
            {groups.map((group) => (
              <FoundClassRow key={group.classId} group={group} photo={photo} />
            ))}
          </ul>
        </>
      )}
      <UnknownRows photo={photo} />
      <UnnamedRows photo={photo} />
      <HiddenClasses photo={photo} />
      {weaker > 0 ? (
        <p className="px-4 pt-3 text-ink-soft text-meta">{t("below", { count: weaker })}</p>
      ) : null}
    </div>
  );
}

/** Rows of the shape that is coming, so that nothing jumps when it does. */
function Waiting({ text }: { readonly text: string }) {
  return (
    <div className="px-4 pt-3">
      <p className="text-ink-soft">{text}</p>
      <div aria-hidden className="mt-3 flex flex-col gap-3">
        {[72, 56, 64].map((width) => (
          <div key={width} className="flex items-center gap-3">
            <span className="size-3 rounded-[3px] bg-line" />
            <span className="h-3 rounded-full bg-line" style={{ width: `${width}%` }} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Says how to see something: the threshold that would, or drawing. */
function NothingShown({ isSaved }: { readonly isSaved: boolean }) {
  const t = useTranslations("found");
  const stage = useTranslations("stage");
  const from = useFilterView((view) => view.weakerFrom);
  const setConfidence = useFilter((state) => state.setConfidence);
  return (
    <EmptyState
      icon={<ScanSearch aria-hidden />}
      title={t("summary", { count: 0 })}
      body={t(isSaved ? "emptySaved" : from === null ? "emptyDraw" : "emptyBody")}
      className="py-8"
      actions={
        from === null ? null : (
          <Button onClick={() => setConfidence(from)}>
            {stage("showWeaker", { lower: formatScore(from) })}
          </Button>
        )
      }
    />
  );
}

function HiddenClasses({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("found");
  const classes = useClasses();
  const hidden = useFilter(({ filter }) => filter.hiddenClasses);
  const toggle = useFilter((state) => state.toggleClass);
  const showAll = useFilter((state) => state.showAllClasses);
  const counts = useFilterView((view) => (view.photoId === photo.id ? view.hiddenCounts : null));
  if (hidden.length === 0) return null;
  return (
    <section className="mt-2 border-t pt-2" aria-label={t("hiddenTitle")}>
      <div className="flex items-center justify-between px-4">
        <h3 className="text-ink-soft text-meta">{t("hiddenTitle")}</h3>
        <Button tone="quiet" size="small" onClick={showAll} className="-mr-2 text-meta">
          {t("showAll")}
        </Button>
      </div>
      <ul>
        {hidden.map((classId) => (
          <li key={classId} className="flex h-9 items-center gap-2.5 px-4 text-ink-soft pointer-coarse:h-11">
            <Swatch classId={classId} kind={classes.kindOf(classId)} className="opacity-50" />
            <span className="min-w-0 flex-1 truncate">{classes.nameOf(classId)}</span>
            <span className="tabular text-meta">{counts?.[classId] ?? 0}</span>
            <IconButton
              label={t("show", { name: classes.nameOf(classId) })}
              size="small"
              side="left"
              onClick={() => toggle(classId)}
            >
              <EyeOff aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
