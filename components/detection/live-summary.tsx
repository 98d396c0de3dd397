"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { groupByClass } from "@/lib/client/detection/class-groups";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useFollowingBoxes } from "@/lib/client/workspace/use-following-boxes";
import { useClasses } from "@/lib/client/workspace/workspace-context";

const PAUSE_MS = 600;

/** Says what was found to those who do not see it, once a slider rests. */
export function LiveSummary({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("found");
  const classes = useClasses();
  const boxes = useFollowingBoxes(photo);
  const isDone = photo.state === "done";
  const text = useMemo(() => {
    if (!isDone) return "";
    const list = groupByClass(boxes, classes)
      .map(({ name, boxes: members }) => t("liveItem", { count: members.length, name }))
      .join(", ");
    return t("live", { count: boxes.length, list });
  }, [isDone, boxes, classes, t]);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
