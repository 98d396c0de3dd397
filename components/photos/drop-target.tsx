"use client";

import { ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { NamedBlob } from "@/lib/client/workspace/workspace";
import { nameFiles } from "./use-intake";

interface DropTargetProps {
  readonly onFiles: (files: readonly NamedBlob[]) => void;
}

/** The whole page takes dropped and pasted photos; a drop shows where it will land. */
export function DropTarget({ onFiles }: DropTargetProps) {
  const t = useTranslations("intake");
  const isOver = usePageDrop(onFiles);
  usePaste(onFiles, t("pastedName"));
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 animate-fade-in bg-paper/85 p-4">
      <div className="flex h-full flex-col items-center justify-center gap-2 rounded-card border-2 border-leaf border-dashed">
        <ImagePlus aria-hidden className="size-8 text-leaf" />
        <p className="font-semibold text-title">{t("dropHere")}</p>
        <p className="text-ink-soft">{t("dropHint")}</p>
      </div>
    </div>
  );
}

function usePageDrop(onFiles: DropTargetProps["onFiles"]): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    let depth = 0; // dragenter and dragleave fire for every element under the pointer
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      setIsOver(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setIsOver(false);
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      onFiles(nameFiles(event.dataTransfer.files));
    };
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener("dragenter", enter, { signal });
    addEventListener("dragleave", leave, { signal });
    addEventListener("dragover", over, { signal });
    addEventListener("drop", drop, { signal });
    return () => stop.abort();
  }, [onFiles]);
  return isOver;
}

function usePaste(onFiles: DropTargetProps["onFiles"], name: string): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      // A screenshot arrives as "image.png": say what it is instead.
      onFiles(files.map((file) => ({ blob: file, name: file.name === "image.png" ? name : file.name })));
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, [onFiles, name]);
}
