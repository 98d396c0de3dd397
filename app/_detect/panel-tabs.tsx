"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useMemo } from "react";
import { DetailsPanel } from "@/components/detection/details-panel";
import { FoundList } from "@/components/detection/found-list";
import type { TabItem } from "@/components/ui/tabs";
import { countsOfKind } from "@/lib/client/stores/class-groups";
import type { PhotoItem } from "@/lib/client/stores/photo-queue-store";
import { useClasses, useEditor } from "@/lib/client/stores/workspace-context";

/** Fetched when a photo first asks for them: most of the page's weight beside the model. */
const CookPanel = lazy(async () => ({
  default: (await import("@/components/recipes/cook-panel")).CookPanel,
}));
const CarePanel = lazy(async () => ({ default: (await import("@/components/care/care-panel")).CarePanel }));

/** Found, Cook or Care (both on a photo with foods and leaves), Details. */
export function usePanelTabs(photo: PhotoItem): {
  readonly tabs: readonly TabItem[];
  readonly details: TabItem;
} {
  const t = useTranslations("panel");
  const classes = useClasses();
  const boxes = useEditor(photo, (editor) => editor.stageBoxes);
  const foods = useMemo(() => countsOfKind(boxes, classes, ["ingredient", "dish"]), [boxes, classes]);
  const leaves = useMemo(() => countsOfKind(boxes, classes, ["leaf"]), [boxes, classes]);
  const tabs: TabItem[] = [
    {
      id: "found",
      title: t("found"),
      ...(photo.run || boxes.length > 0 ? { count: boxes.length } : {}),
      content: <FoundList photo={photo} />,
    },
  ];
  if (foods.length > 0 || leaves.length === 0) {
    const content =
      foods.length === 0 ? (
        <Quiet text={t("cookEmpty")} />
      ) : (
        <Suspense fallback={<Quiet text={t("loading")} />}>
          <CookPanel key={photo.id} foods={foods} classes={classes.all} />
        </Suspense>
      );
    tabs.push({ id: "cook", title: t("cook"), content });
  }
  if (leaves.length > 0) {
    const content = (
      <Suspense fallback={<Quiet text={t("loading")} />}>
        <CarePanel key={photo.id} leaves={leaves} classes={classes.all} />
      </Suspense>
    );
    tabs.push({ id: "care", title: t("care"), content });
  }
  return { tabs, details: { id: "details", title: t("details"), content: <DetailsPanel photo={photo} /> } };
}

function Quiet({ text }: { readonly text: string }) {
  return <p className="px-4 py-4 text-ink-soft">{text}</p>;
}
