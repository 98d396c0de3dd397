"use client";

import { useTranslations } from "next-intl";
import { lazy, memo, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { DetailsPanel } from "@/components/detection/details-panel";
import { FoundList } from "@/components/detection/found-list";
import type { FoodPhoto, NamedBoxes } from "@/components/recipes/food-photo";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorBoundary } from "@/components/ui/error-boundary";
import { type TabItem, Tabs, type TabsProps } from "@/components/ui/tabs";
import { countsOfKind } from "@/lib/client/detection/class-groups";
import { type PhotoItem, photoById } from "@/lib/client/photos/photo-queue-store";
import { leafFloorOf, toFoundBoxes } from "@/lib/client/plants/plant-check";
import { plantCheckOf } from "@/lib/client/plants/use-plant-check";
import { useFollowingBoxes } from "@/lib/client/workspace/use-following-boxes";
import { useStripBoxes } from "@/lib/client/workspace/use-strip-boxes";
import type { Workspace } from "@/lib/client/workspace/workspace";
import { useClasses, useDetector, useWorkspace } from "@/lib/client/workspace/workspace-context";

/** Fetched with the first photo, not with the page; afterwards available offline too. */
const loadCook = async () => ({ default: memo((await import("@/components/recipes/cook-panel")).CookPanel) });
const loadCare = async () => ({ default: memo((await import("@/components/plants/care-panel")).CarePanel) });
const CookPanel = lazy(loadCook);
const CarePanel = lazy(loadCare);

export interface PanelProps extends Pick<TabsProps, "onPick" | "className" | "listClassName" | "footer"> {
  readonly photo: PhotoItem;
  /** The tab after the photo's own tabs; the details when there is none. */
  readonly last?: TabItem;
}

/** The tabs beside the photo. A separate component, so that changing boxes repaint nothing else. */
export function Panel({ photo, last, ...rest }: PanelProps) {
  const t = useTranslations("panel");
  const { tabs, details } = usePanelTabs(photo);
  const items = [...tabs, last ?? details];
  const [tab, setTab] = useState("found");
  const shownTab = items.some(({ id }) => id === tab) ? tab : "found";
  return <Tabs label={t("label")} items={items} value={shownTab} onChange={setTab} {...rest} />;
}

/** Found, Cook or Care (both on a photo with foods and leaves), Details. */
function usePanelTabs(photo: PhotoItem): {
  readonly tabs: readonly TabItem[];
  readonly details: TabItem;
} {
  const t = useTranslations("panel");
  const classes = useClasses();
  useEffect(() => {
    // A failure here shows where the part is opened.
    void Promise.allSettled([loadCook(), loadCare()]);
  }, []);
  const boxes = useFollowingBoxes(photo);
  const foodPhotos = useFoodPhotos();
  const hasFood = (foodPhotos.find(({ id }) => id === photo.id)?.classes.length ?? 0) > 0;
  const hasLeaves = useMemo(
    () => boxes.some(({ classId }) => classes.kindOf(classId) === "leaf"),
    [boxes, classes],
  );
  const manifest = useDetector((state) => state.manifest);
  const calibration = manifest?.calibration;
  const floor = leafFloorOf(manifest);
  const found = useMemo(
    () => (hasLeaves ? boxes.flatMap((box) => toFoundBoxes(box, floor)) : []),
    [boxes, hasLeaves, floor],
  );
  const workspace = useWorkspace();
  const onCheckMore = useCallback(
    () => plantCheckOf(workspace).getState().addFromStrip(photo),
    [workspace, photo],
  );
  const onOpenPhoto = useCallback((id: string) => workspace.queue.getState().activate(id), [workspace]);
  const onName = useCallback((named: readonly NamedBoxes[]) => nameBoxes(workspace, named), [workspace]);
  const tabs: TabItem[] = [
    {
      id: "found",
      title: t("found"),
      ...(photo.run || boxes.length > 0 ? { count: boxes.length } : {}),
      content: <FoundList photo={photo} />,
    },
  ];
  if (hasFood || !hasLeaves) {
    const content = (
      <Part>
        <CookPanel
          photos={foodPhotos}
          photoId={photo.id}
          classes={classes.all}
          onOpenPhoto={onOpenPhoto}
          onName={onName}
        />
      </Part>
    );
    tabs.push({ id: "cook", title: t("cook"), content });
  }
  if (hasLeaves) {
    const content = (
      <Part>
        <CarePanel
          key={photo.id}
          boxes={found}
          classes={classes.all}
          calibration={calibration}
          features={photo.run?.features}
          onCheckMore={onCheckMore}
        />
      </Part>
    );
    tabs.push({ id: "care", title: t("care"), content });
  }
  return { tabs, details: { id: "details", title: t("details"), content: <DetailsPanel photo={photo} /> } };
}

/** The photos of the strip with the food on them. */
function useFoodPhotos(): readonly FoodPhoto[] {
  const classes = useClasses();
  const strip = useStripBoxes();
  return useMemo(
    () =>
      strip.map(({ photo: { id, name, thumbUrl, state }, boxes }) => ({
        id,
        name,
        thumbUrl,
        isDone: state === "done",
        classes: countsOfKind(boxes, classes, ["ingredient", "dish"]),
      })),
    [strip, classes],
  );
}

/** Names boxes on their photos. @returns takes it back where nothing has been edited since */
function nameBoxes({ queue }: Workspace, named: readonly NamedBoxes[]): () => void {
  const steps = named.flatMap(({ photoId, boxIds, classId }) => {
    const editor = photoById(queue.getState(), photoId)?.editor;
    if (!editor) return [];
    if (classId === null) editor.getState().confirmBoxes(boxIds);
    else editor.getState().relabelBoxes(classId, boxIds);
    return [{ editor, document: editor.getState().document }];
  });
  return () => {
    for (const { editor, document } of steps)
      if (editor.getState().document === document) editor.getState().undo();
  };
}

/** A part that is fetched: shows nothing until it arrives, and a sentence if it cannot be loaded. */
function Part({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("panel");
  const failed = (
    <EmptyState
      title={t("partFailed")}
      body={t("partFailedBody")}
      actions={<Button onClick={() => location.reload()}>{t("partAgain")}</Button>}
    />
  );
  return (
    <ErrorBoundary fallback={failed}>
      <Suspense fallback={<Quiet text={t("loading")} />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function Quiet({ text }: { readonly text: string }) {
  return <p className="px-4 py-4 text-ink-soft">{text}</p>;
}
