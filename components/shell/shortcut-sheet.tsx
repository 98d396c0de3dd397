"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useIsKeyAreaActive } from "@/lib/client/keys/active-areas";
import { KEY_IDS, KEY_TABLE, type KeyGroup, type KeyId } from "@/lib/client/keys/key-table";

const GROUPS: readonly KeyGroup[] = ["review", "photos", "tools", "boxes", "view"];

interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The keys that work on this page just now, on `?`. */
export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  const t = useTranslations("shortcuts");
  const close = useTranslations("shell")("close");
  const isActive = useIsKeyAreaActive();
  const listed = KEY_IDS.filter((id) => isActive(KEY_TABLE[id].area));
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} closeLabel={close} width="wide">
      <div className="-mr-2 mt-4 gap-x-10 overflow-y-auto pr-2 sm:columns-2">
        {GROUPS.map((group) => (
          <Group
            key={group}
            title={t(`group.${group}`)}
            ids={listed.filter((id) => KEY_TABLE[id].group === group)}
          />
        ))}
      </div>
    </Dialog>
  );
}

function Group({ title, ids }: { readonly title: string; readonly ids: readonly KeyId[] }) {
  const t = useTranslations("shortcuts");
  if (ids.length === 0) return null;
  return (
    <section className="mb-6 break-inside-avoid">
      <h3 className="mb-1.5 text-meta font-medium text-ink-soft">{title}</h3>
      <dl>
        {ids.map((id) => (
          <div key={id} className="flex items-center justify-between gap-4 py-1">
            <dt>{t(id)}</dt>
            <dd className="flex gap-1">
              {KEY_TABLE[id].shown.flatMap(keysOf).map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** "Ctrl+Z" as its keys; a lone "+" is one. */
function keysOf(shown: string): string[] {
  return shown.length === 1 ? [shown] : shown.split("+");
}
