"use client";

import { useTranslations } from "next-intl";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useEditor } from "@/lib/client/workspace/workspace-context";

/** A thin light that moves over the photo during detection; the photo stays visible and usable. */
export function Sweep({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("stage");
  const viewport = useEditor(photo, (editor) => editor.viewport);
  if (photo.state !== "detecting") return null;
  return (
    <div
      role="status"
      className="pointer-events-none absolute animate-fade-in overflow-hidden"
      style={{
        left: viewport.x,
        top: viewport.y,
        width: photo.size.width * viewport.scale,
        height: photo.size.height * viewport.scale,
      }}
    >
      <div className="h-full w-full animate-sweep motion-reduce:hidden">
        <div className="ml-auto h-full w-24 border-white/80 border-r-2 bg-gradient-to-r from-transparent to-white/25" />
      </div>
      <span className="sr-only">{t("detecting")}</span>
    </div>
  );
}
