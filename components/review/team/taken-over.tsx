"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

interface TakenOverProps {
  readonly name: string;
  readonly onTakeBack: () => void;
  readonly onNext: () => void;
}

/** Another person has taken the photo that is in front here. */
export function TakenOver({ name, onTakeBack, onNext }: TakenOverProps) {
  const t = useTranslations("reviewTeam");
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 border-b bg-saffron-wash px-3 py-2 text-saffron-ink"
    >
      <p className="min-w-0 flex-1">{t("takenOver", { name })}</p>
      <Button onClick={onTakeBack}>{t("takeBack")}</Button>
      <Button tone="primary" onClick={onNext}>
        {t("next")}
      </Button>
    </div>
  );
}
