"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { Reason } from "@/components/ui/reason-tooltip";
import { ErrorLine } from "./error-line";

interface OneLineFormProps {
  /** The fields. */
  readonly children: ReactNode;
  readonly submit: string;
  readonly tone?: "plain" | "primary";
  readonly waitsFor: Reason;
  readonly onSend: () => void;
  readonly error?: unknown;
  /** Buttons after the one that sends. */
  readonly beside?: ReactNode;
}

/** A field or two and what sends them, on one line where there is room for a whole name; below it why that failed. */
export function OneLineForm(props: OneLineFormProps) {
  const { children, submit, tone = "plain", waitsFor, onSend, error, beside } = props;
  return (
    <>
      <form
        className="flex flex-wrap items-end gap-3 [&>div]:min-w-0 [&>div]:max-w-md [&>div]:flex-1 [&>div]:basis-52"
        onSubmit={(event) => {
          event.preventDefault();
          if (!waitsFor) onSend();
        }}
      >
        {children}
        <Button type="submit" tone={tone} waitsFor={waitsFor}>
          {submit}
        </Button>
        {beside}
      </form>
      <ErrorLine error={error} />
    </>
  );
}
