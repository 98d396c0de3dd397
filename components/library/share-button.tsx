"use client";

import { Lock, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { LibraryItem } from "@/lib/contracts/library";
import { useShare } from "./use-share";

interface ShareButtonProps {
  readonly item: LibraryItem;
  /** How the card names the photo. */
  readonly date: string;
  readonly className?: string;
}

/** The consent switch of one card: private until pressed. */
export function ShareButton({ item, date, className }: ShareButtonProps) {
  const t = useTranslations("sharing");
  const waits = useTranslations("waits");
  const share = useShare();
  const isShared = share.isPending ? share.variables.isShared : item.sharedAt !== null;
  return (
    <IconButton
      label={t("shareNamed", { date })}
      side="left"
      size="small"
      pressed={isShared}
      waitsFor={share.isPending && waits("busy")}
      onClick={() => share.mutate({ photoId: item.id, isShared: !isShared })}
      {...(className ? { className } : {})}
    >
      {isShared ? <Users aria-hidden className="!size-4" /> : <Lock aria-hidden className="!size-4" />}
    </IconButton>
  );
}
