"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const GROUPS = [
  {
    title: "groupPhotos",
    rows: [
      ["addPhotos", "O"],
      ["paste", "Ctrl V"],
      ["previous", "["],
      ["next", "]"],
      ["save", "Ctrl S"],
    ],
  },
  {
    title: "groupView",
    rows: [
      ["zoomIn", "+"],
      ["zoomOut", "−"],
      ["fit", "0"],
      ["actual", "1"],
      ["confidence", ",  ."],
      ["compare", "M"],
      ["thisSheet", "?"],
    ],
  },
  {
    title: "groupTools",
    rows: [
      ["select", "V"],
      ["draw", "B"],
      ["pan", "H"],
      ["panHold", "Space"],
      ["undo", "Ctrl Z"],
      ["redo", "Ctrl Shift Z"],
    ],
  },
  {
    title: "groupBoxes",
    rows: [
      ["nextBox", "Tab"],
      ["addBox", "N"],
      ["relabel", "Enter"],
      ["confirm", "C"],
      ["delete", "Del"],
      ["duplicate", "Ctrl D"],
      ["selectAll", "Ctrl A"],
      ["nudge", "← ↑ → ↓"],
      ["nudgeFar", "Shift ←"],
      ["grow", "Alt ←"],
    ],
  },
] as const;

interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every key the page knows, on `?`. */
export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  const t = useTranslations("shortcuts");
  const close = useTranslations("shell")("close");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} closeLabel={close} width="wide">
      <div className="-mr-2 mt-4 grid gap-x-10 gap-y-6 overflow-y-auto pr-2 sm:grid-cols-2">
        {GROUPS.map(({ title, rows }) => (
          <section key={title}>
            <h3 className="mb-1.5 text-meta font-medium text-ink-soft">{t(title)}</h3>
            <dl>
              {rows.map(([text, keys]) => (
                <div key={text} className="flex items-center justify-between gap-4 py-1">
                  <dt>{t(text)}</dt>
                  <dd className="flex gap-1">
                    {keys
                      .split(" ")
                      .filter(Boolean)
                      .map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
