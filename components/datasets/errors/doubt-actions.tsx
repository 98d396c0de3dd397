"use client";

import { Check, Pencil, RotateCcw, Trash2, Wand2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { type KeyId, shownKey } from "@/lib/client/keys/key-table";
import type { ShownDoubt } from "@/lib/contracts/data-errors";

interface DoubtActionsProps {
  readonly doubt: ShownDoubt;
  readonly mayMend: boolean;
  readonly canUndo: boolean;
  readonly onTake: () => void;
  readonly onKeep: () => void;
  readonly onEdit: () => void;
  readonly onLeaveOut: () => void;
  readonly onUndo: () => void;
}

const Shown = ({ id }: { readonly id: KeyId }) => (
  <span aria-hidden className="max-lg:hidden">
    <Kbd>{shownKey(id)}</Kbd>
  </span>
);

/** Take, keep, edit, leave out: one key each. */
export function DoubtActions(props: DoubtActionsProps) {
  const { doubt, mayMend, canUndo } = props;
  const t = useTranslations("dataErrors");
  const waits = useTranslations("waits");
  const isOfLabel = doubt.label !== null || doubt.model !== null;
  const isGone = doubt.photo.image === null;
  const not = (!mayMend && t("mayNot")) || (isGone && t("noPhoto"));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a tool bar is not a fieldset
    <div role="group" aria-label={t("actions")} className="flex flex-wrap items-center gap-2">
      <Button
        tone="primary"
        waitsFor={not || (!isOfLabel && t("notAboutLabel"))}
        aria-keyshortcuts={shownKey("takeModels")}
        onClick={props.onTake}
      >
        <Wand2 aria-hidden />
        {t("take")}
        <Shown id="takeModels" />
      </Button>
      <Button
        waitsFor={!mayMend && t("mayNot")}
        aria-keyshortcuts={shownKey("keepLabel")}
        onClick={props.onKeep}
      >
        <Check aria-hidden />
        {isOfLabel && doubt.label ? t("keep") : t("keepPhoto")}
        <Shown id="keepLabel" />
      </Button>
      <Button waitsFor={not} aria-keyshortcuts={shownKey("editDoubt")} onClick={props.onEdit}>
        <Pencil aria-hidden />
        {t("edit")}
        <Shown id="editDoubt" />
      </Button>
      <Button
        waitsFor={!mayMend && t("mayNot")}
        aria-keyshortcuts={shownKey("leaveOut")}
        onClick={props.onLeaveOut}
      >
        <Trash2 aria-hidden />
        {t("leaveOut")}
        <Shown id="leaveOut" />
      </Button>
      <IconButton
        label={t("undo")}
        shortcut={shownKey("undoDecision")}
        side="top"
        waitsFor={!canUndo && waits("noDecision")}
        onClick={props.onUndo}
      >
        <RotateCcw aria-hidden />
      </IconButton>
    </div>
  );
}
