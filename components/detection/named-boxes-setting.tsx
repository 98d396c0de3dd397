"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { useCanCompareBoxes, useNamedBoxes } from "@/lib/client/workspace/use-proposed-name";

/** Whether names are proposed again, and the button that forgets them. */
export function NamedBoxesSetting() {
  const t = useTranslations("namedBoxes");
  const { named, isOn, setOn, forget } = useNamedBoxes((state) => state);
  const canCompare = useCanCompareBoxes();
  return (
    <div className="flex flex-col items-start gap-2 border-t pt-3">
      <div className="w-full">
        <Switch label={t("switch")} hint={t("hint")} checked={isOn} onChange={setOn} />
      </div>
      {canCompare ? null : <p className="text-meta text-saffron-ink">{t("cannotCompare")}</p>}
      <Button waitsFor={named.length === 0 && t("nothing")} onClick={forget}>
        {t("forget", { count: named.length })}
      </Button>
    </div>
  );
}
