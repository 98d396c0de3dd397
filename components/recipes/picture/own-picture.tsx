"use client";

import { ImagePlus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import type { RecipePicture } from "@/lib/contracts/recipe-pictures";
import { usePictureChanges } from "./use-picture-changes";

export interface OwnPictureProps {
  readonly slug: string;
  readonly picture: RecipePicture | null;
}

/** Puts a photo of one's own on a recipe, replaces and removes it. Each can be undone for a while. */
export function OwnPicture({ slug, picture }: OwnPictureProps) {
  const t = useTranslations("recipes.picture");
  const waits = useTranslations("waits");
  const file = useRef<HTMLInputElement>(null);
  const { add, remove, isBusy, problem } = usePictureChanges(slug);
  const label = t(picture?.state === "kept" ? "replace" : "add");
  return (
    <div className="flex flex-wrap items-center gap-1 print:hidden">
      <Button
        size="small"
        tone="quiet"
        waitsFor={isBusy && waits("busy")}
        onClick={() => file.current?.click()}
      >
        <ImagePlus aria-hidden />
        {label}
      </Button>
      {picture ? (
        <Button size="small" tone="quiet" waitsFor={isBusy && waits("busy")} onClick={remove}>
          <Trash2 aria-hidden />
          {t("remove")}
        </Button>
      ) : null}
      <input
        ref={file}
        type="file"
        accept="image/*,.heic,.heif,.avif"
        aria-label={label}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [picked] = event.target.files ?? [];
          if (picked) add(picked);
          event.target.value = "";
        }}
      />
      <p role="alert" className="text-tomato-ink empty:hidden">
        {problem}
      </p>
    </div>
  );
}
