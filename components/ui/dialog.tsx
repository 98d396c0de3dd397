"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { useModalKeys } from "./use-modal-keys";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  readonly closeLabel: string;
  readonly children?: ReactNode;
  readonly width?: "narrow" | "wide";
}

/** A modal: focus stays inside, Escape closes, focus goes back to where it was. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, closeLabel, children, width = "narrow" } = props;
  const keys = useModalKeys(() => onOpenChange(false));
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-black/50" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...keys}
          className={classNames(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 animate-fade-in flex-col rounded-card border bg-raised p-5 shadow-float",
            width === "wide" ? "max-w-3xl" : "max-w-md",
          )}
        >
          <Radix.Title className="pr-8 text-title font-semibold">{title}</Radix.Title>
          {description ? (
            <Radix.Description className="mt-1 text-ink-soft">{description}</Radix.Description>
          ) : null}
          {children}
          {/* Last, so that the first focus goes to what the dialog is about. */}
          <Radix.Close
            aria-label={closeLabel}
            className="absolute top-4 right-4 inline-flex size-8 items-center justify-center rounded-card text-ink-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
          >
            <X aria-hidden className="size-[18px]" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
