"use client";

import { Share2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, type ButtonSize } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { LinkForReading } from "./link-for-reading";
import { ShareFile } from "./share-file";
import type { Shareable } from "./shareable";

export interface ShareButtonProps {
  readonly what: Shareable;
  readonly size?: ButtonSize;
  readonly tone?: "plain" | "quiet";
  readonly className?: string;
  /** Why it cannot be shared now. */
  readonly waitsFor?: string | false;
}

/** Opens the ways to share: the phone's share sheet, a file, a link for reading. */
export function ShareButton({
  what,
  size = "medium",
  tone = "plain",
  className,
  waitsFor = false,
}: ShareButtonProps) {
  const t = useTranslations("recipes.shared");
  const shell = useTranslations("shell");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        size={size}
        tone={tone}
        className={className}
        waitsFor={waitsFor}
        onClick={() => setIsOpen(true)}
      >
        <Share2 aria-hidden />
        {t("share")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("shareTitle", { title: what.title })}
        closeLabel={shell("close")}
      >
        <div className="-mr-2 mt-4 flex flex-col gap-5 overflow-y-auto pr-2">
          <ShareFile what={what} />
          <LinkForReading what={what} />
        </div>
      </Dialog>
    </>
  );
}
