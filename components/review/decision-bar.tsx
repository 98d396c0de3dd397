"use client";

import { Check, RotateCcw, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { shownKey } from "@/lib/client/keys/key-table";
import { Key, RejectMenu } from "./reject-menu";

interface DecisionBarProps {
  /** Nothing is in front, or it is still on its way. */
  readonly disabled: boolean;
  /** The reviewer changed boxes: accepting saves them. */
  readonly isDirty: boolean;
  readonly canUndo: boolean;
  readonly isRejecting: boolean;
  readonly onRejecting: (open: boolean) => void;
  readonly onAccept: () => void;
  readonly onReject: (reason: string) => void;
  readonly onSkip: () => void;
  readonly onUndo: () => void;
}

/** Undo, skip, reject, accept: one key each, the thumb's order on a phone. */
export function DecisionBar(props: DecisionBarProps) {
  const { disabled, isDirty, canUndo, isRejecting, onRejecting } = props;
  const t = useTranslations("review");
  const waits = useTranslations("waits");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a tool bar is not a fieldset
    <div role="group" aria-label={t("decide")} className="flex items-center gap-2">
      <IconButton
        label={t("undo")}
        shortcut={shownKey("undoDecision")}
        side="top"
        waitsFor={!canUndo && waits("noDecision")}
        onClick={props.onUndo}
      >
        <RotateCcw aria-hidden />
      </IconButton>
      <Button
        waitsFor={disabled && waits("photo")}
        aria-keyshortcuts={shownKey("skip")}
        onClick={props.onSkip}
      >
        <SkipForward aria-hidden />
        <span className="max-sm:sr-only">{t("skip")}</span>
        <Key>{shownKey("skip")}</Key>
      </Button>
      <RejectMenu
        open={isRejecting}
        onOpenChange={onRejecting}
        disabled={disabled}
        onReject={props.onReject}
      />
      <Button
        tone="primary"
        waitsFor={disabled && waits("photo")}
        aria-keyshortcuts={shownKey("accept")}
        onClick={props.onAccept}
        className="max-lg:flex-1"
      >
        <Check aria-hidden />
        {t(isDirty ? "acceptFixed" : "accept")}
        <Key>{shownKey("accept")}</Key>
      </Button>
    </div>
  );
}
