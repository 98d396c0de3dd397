"use client";

import { type ReactElement, type Ref, useImperativeHandle, useRef } from "react";
import type { NamedBlob } from "@/lib/client/workspace/workspace";
import { nameFiles } from "./use-intake";

const ACCEPT =
  "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,image/gif,image/bmp,image/tiff,.heic,.heif,.jfif,.bmp,.tif,.tiff";

export interface PickerHandle {
  /** Opens the system's file dialog. */
  choose(): void;
  /** Opens the phone's camera. */
  shoot(): void;
}

interface FilePickerProps {
  readonly handle: Ref<PickerHandle>;
  readonly onFiles: (files: readonly NamedBlob[]) => void;
}

/** The hidden inputs behind every "Choose photos" and the phone's "Take a photo". */
export function FilePicker({ handle, onFiles }: FilePickerProps): ReactElement {
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  useImperativeHandle(handle, () => ({
    choose: () => files.current?.click(),
    shoot: () => camera.current?.click(),
  }));
  const take = (input: HTMLInputElement) => {
    if (input.files?.length) onFiles(nameFiles(input.files));
    input.value = ""; // the same file may be chosen again
  };
  const shared = { type: "file", hidden: true, tabIndex: -1, "aria-hidden": true } as const;
  return (
    <>
      <input
        {...shared}
        ref={files}
        data-testid="photo-input"
        accept={ACCEPT}
        multiple
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        {...shared}
        ref={camera}
        accept="image/*"
        capture="environment"
        onChange={(event) => take(event.currentTarget)}
      />
    </>
  );
}
