"use client";

import { useTranslations } from "next-intl";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { Button } from "@/components/ui/button";
import type { EditorStore } from "@/lib/client/editor/editor-store";

export interface UnnamedNoticeProps {
  readonly store: EditorStore;
  /** Gives the focus back to the stage: the pressed button may be gone. */
  readonly onDone: () => void;
}

/** Boxes that wait for a name, while nothing else is in hand: says that they do not count, and asks. */
export function UnnamedNotice({ store, onDone }: UnnamedNoticeProps) {
  const t = useTranslations("editor.unnamedNotice");
  const { ids, isShown } = useStore(
    store,
    useShallow(({ unnamed, selection, picker, machine, compare, isReadOnly }) => ({
      ids: unnamed,
      isShown:
        // a selected one has its own bar, which asks
        unnamed.some(({ id }) => !selection.includes(id)) &&
        !picker &&
        !compare &&
        !isReadOnly &&
        machine.state.name === "idle",
    })),
  );
  const [first] = ids;
  if (!isShown || !first) return null;
  const name = () => {
    store.getState().select([first.id]);
    store.getState().reveal(first.id);
    store.getState().openPicker([first.id]);
  };
  const discard = () => {
    store.getState().deleteBoxes(ids.map(({ id }) => id));
    onDone();
  };
  return (
    <div className="pointer-events-none absolute inset-x-2 top-2 z-10 flex justify-center">
      <div
        role="status"
        className="pointer-events-auto flex animate-fade-in flex-wrap items-center gap-x-3 gap-y-1 rounded-card border border-l-4 border-l-saffron bg-raised py-1 pr-1 pl-3 shadow-float"
      >
        <p className="min-w-0">{t("text", { count: ids.length })}</p>
        <div className="flex gap-1">
          <Button size="small" onClick={name}>
            {t("name")}
          </Button>
          <Button size="small" tone="quiet" onClick={discard}>
            {t("discard", { count: ids.length })}
          </Button>
        </div>
      </div>
    </div>
  );
}
