"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

export interface ReasonDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => void;
}

const MIN_LENGTH = 3;

/** Asks why: a decision without a reason is not taken. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { open, title, description, action, isBusy, problem, onClose, onReason } = props;
  const t = useTranslations("findings");
  const close = useTranslations("shell")("close");
  const waits = useTranslations("waits");
  const id = useId();
  const [reason, setReason] = useState("");
  const isGiven = reason.trim().length >= MIN_LENGTH;
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={description}
      closeLabel={close}
    >
      <form
        className="mt-4 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isGiven) onReason(reason.trim());
        }}
      >
        <label htmlFor={id} className="flex flex-col gap-1 font-medium">
          {t("reason")}
          <textarea
            id={id}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            className="rounded-card border border-line-strong bg-paper p-2 font-normal"
          />
        </label>
        {problem ? (
          <p role="alert" className="text-tomato-ink">
            {problem}
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone="primary" waitsFor={isGiven ? isBusy && waits("busy") : waits("reason")}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
