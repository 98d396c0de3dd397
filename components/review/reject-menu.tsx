"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover as Radix } from "radix-ui";
import { type KeyboardEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { shownKey } from "@/lib/client/keys/key-table";
import { REJECT_REASONS } from "@/lib/contracts/review";

interface RejectMenuProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly disabled: boolean;
  readonly onReject: (reason: string) => void;
}

/** Why a photo is no good for training: a digit for the usual reasons, or words. */
export function RejectMenu({ open, onOpenChange, disabled, onReject }: RejectMenuProps) {
  const t = useTranslations("review");
  const waits = useTranslations("waits");
  const [words, setWords] = useState("");
  const content = useRef<HTMLDivElement>(null);
  const choose = (reason: string) => {
    onOpenChange(false);
    setWords("");
    onReject(reason);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const reason = REJECT_REASONS[Number(event.key) - 1];
    if (!reason) return;
    event.preventDefault();
    choose(reason);
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>
        <Button
          waitsFor={disabled && waits("photo")}
          aria-keyshortcuts={shownKey("reject")}
          className="max-lg:flex-1"
        >
          <X aria-hidden className="max-sm:hidden" />
          {t("reject")}
          <Key>{shownKey("reject")}</Key>
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          ref={content}
          aria-label={t("rejectTitle")}
          tabIndex={-1}
          side="top"
          sideOffset={8}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            content.current?.focus();
          }}
          onKeyDown={onKeyDown}
          className="z-40 w-72 max-w-[calc(100vw-16px)] animate-fade-in rounded-card border bg-raised p-3 shadow-float outline-none"
        >
          <h2 className="px-2 font-semibold">{t("rejectTitle")}</h2>
          <ul className="mt-1">
            {REJECT_REASONS.map((reason, index) => (
              <li key={reason}>
                <button
                  type="button"
                  aria-keyshortcuts={String(index + 1)}
                  onClick={() => choose(reason)}
                  className="flex min-h-9 w-full items-center justify-between gap-3 rounded-small px-2 text-left hover:bg-sunken pointer-coarse:min-h-11"
                >
                  {t(`reason.${reason}`)}
                  <Key>{String(index + 1)}</Key>
                </button>
              </li>
            ))}
          </ul>
          <form
            className="mt-2 flex gap-2 border-t pt-3"
            onSubmit={(event) => {
              event.preventDefault();
              if (words.trim()) choose(words.trim());
            }}
          >
            <input
              value={words}
              onChange={(event) => setWords(event.target.value)}
              maxLength={500}
              aria-label={t("otherReason")}
              placeholder={t("otherReason")}
              className="h-9 min-w-0 flex-1 rounded-card border border-line-strong bg-paper px-2.5 placeholder:text-ink-soft pointer-coarse:h-11 pointer-coarse:text-lead"
            />
            <Button type="submit" waitsFor={words.trim() === "" && waits("reason")}>
              {t("reject")}
            </Button>
          </form>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A key's name, where there is a keyboard. */
export function Key({ children }: { readonly children: string }) {
  return (
    <span aria-hidden className="max-sm:hidden pointer-coarse:hidden">
      <Kbd>{children}</Kbd>
    </span>
  );
}
