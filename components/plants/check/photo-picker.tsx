"use client";

import { Camera, ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { NamedBlob } from "@/lib/client/workspace/workspace";

export interface PhotoPickerProps {
  readonly onFiles: (files: readonly NamedBlob[]) => void;
  readonly isFirst: boolean;
}

/** Adds photos: chosen, taken on a phone, dropped anywhere on the page, or pasted. */
export function PhotoPicker({ onFiles, isFirst }: PhotoPickerProps) {
  const t = useTranslations("plants.check");
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  useDropAndPaste(onFiles);
  const take = (input: HTMLInputElement) => {
    onFiles(named(input.files));
    input.value = ""; // the same file again is a change again
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button tone={isFirst ? "primary" : "plain"} onClick={() => files.current?.click()}>
        <ImagePlus aria-hidden />
        {isFirst ? t("addFirst") : t("addMore")}
      </Button>
      <Button onClick={() => camera.current?.click()} className="pointer-fine:hidden">
        <Camera aria-hidden />
        {t("camera")}
      </Button>
      <input
        ref={files}
        type="file"
        multiple
        accept="image/*,.heic,.heif"
        hidden
        data-testid="leaf-input"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}

function named(list: FileList | null | undefined): NamedBlob[] {
  return [...(list ?? [])].map((file) => ({ blob: file, name: file.name }));
}

function useDropAndPaste(onFiles: PhotoPickerProps["onFiles"]): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const take = (event: Event, list: FileList | undefined) => {
      if (!list?.length) return;
      event.preventDefault();
      latest.current(named(list));
    };
    addEventListener("dragover", (event) => event.preventDefault(), { signal });
    addEventListener("drop", (event) => take(event, event.dataTransfer?.files), { signal });
    addEventListener("paste", (event) => take(event, event.clipboardData?.files), { signal });
    return () => stop.abort();
  }, []);
}
