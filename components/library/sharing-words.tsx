"use client";

import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";

/** What sharing means, in a few plain sentences. */
export function SharingWords() {
  const t = useTranslations("sharing");
  return (
    <ul className="flex list-disc flex-col gap-1.5 pl-4 text-ink-soft">
      <li>{t("meansReview")}</li>
      <li>{t("meansTraining")}</li>
      <li>{t("meansBack")}</li>
      <li>{t("meansDelete")}</li>
    </ul>
  );
}

/** The same behind a small button. */
export function SharingInfo() {
  const t = useTranslations("sharing");
  return (
    <Popover
      label={t("meansTitle")}
      trigger={
        <IconButton label={t("meansTitle")} size="small">
          <Info aria-hidden className="!size-4" />
        </IconButton>
      }
    >
      <h2 className="mb-2 font-semibold">{t("meansTitle")}</h2>
      <SharingWords />
    </Popover>
  );
}
