"use client";

import { ChevronRight, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { BIN_DAYS, type PlantBin } from "@/lib/contracts/plants";
import { shortDay } from "../format-day";
import { useDiary } from "./use-diary";

interface BinItem {
  readonly id: string;
  readonly name: string;
  readonly bringBack: () => Promise<boolean>;
  readonly erase: () => Promise<boolean>;
}

/** What was deleted and waits to be erased: brought back, or erased for good after a question. */
export function PlantBinView({ bin }: { readonly bin: PlantBin }) {
  const t = useTranslations("plants.bin");
  const close = useTranslations("shell")("close");
  const waits = useTranslations("waits");
  const diary = useDiary();
  const [asked, setAsked] = useState<BinItem | null>(null);
  const items: BinItem[] = [
    ...bin.plants.map(({ id, name }) => ({
      id,
      name,
      bringBack: () => diary.bringBack(id),
      erase: () => diary.erase(id),
    })),
    ...bin.looks.map(({ id, plantName, lookedAt }) => ({
      id,
      name: t("look", { plant: plantName, day: shortDay(lookedAt) }),
      bringBack: () => diary.bringBackLook(id),
      erase: () => diary.eraseLook(id),
    })),
  ];
  if (items.length === 0) return null;
  return (
    <details className="group">
      <summary className="flex w-fit cursor-pointer items-center gap-2 rounded-small text-ink-soft [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        {t("title", { count: items.length })}
      </summary>
      <p className="mt-2 text-meta text-ink-soft">{t("hint", { days: BIN_DAYS })}</p>
      <ul className="mt-2 divide-y rounded-card border bg-raised">
        {items.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center gap-2 px-4 py-2">
            <span className="min-w-0 flex-1 truncate">{item.name}</span>
            <Button size="small" onClick={() => void item.bringBack()}>
              {t("bringBack")}
            </Button>
            <Button size="small" tone="quiet" onClick={() => setAsked(item)}>
              <Trash2 aria-hidden />
              {t("erase")}
            </Button>
          </li>
        ))}
      </ul>
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t("askTitle", { name: asked?.name ?? "" })}
        description={t("askBody")}
        closeLabel={close}
      >
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsked(null)}>{t("no")}</Button>
          <Button
            tone="danger"
            waitsFor={diary.isBusy && waits("busy")}
            onClick={() => void asked?.erase().then(() => setAsked(null))}
          >
            {t("yes")}
          </Button>
        </div>
      </Dialog>
    </details>
  );
}
