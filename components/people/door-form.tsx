"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { type AuthDoor, postAuth } from "@/lib/client/people/auth-api";
import { ErrorLine } from "./error-line";
import { TextField } from "./text-field";

const FIELDS = {
  name: { type: "text", autoComplete: "name", maxLength: 80 },
  email: { type: "email", autoComplete: "username", maxLength: 200 },
  password: { type: "password", autoComplete: "current-password", maxLength: 128 },
  newPassword: { type: "password", autoComplete: "new-password", minLength: 10, maxLength: 128 },
  code: { type: "text", autoComplete: "one-time-code", maxLength: 40 },
} as const;
export type DoorField = keyof typeof FIELDS;

interface DoorFieldsProps {
  readonly door: AuthDoor;
  readonly submit: string;
  readonly fields: readonly DoorField[];
  /** Sent with the fields: a link's token. */
  readonly also?: () => Readonly<Record<string, unknown>>;
  /** Beneath the fields. */
  readonly more?: ReactNode;
  /** @param answer what the server said */
  readonly onDone: (answer: unknown) => void;
}

/** The fields of a door, and what sends them. */
export function DoorFields({ door, submit, fields, also, more, onDone }: DoorFieldsProps) {
  const t = useTranslations("people");
  const waits = useTranslations("waits");
  const [texts, setTexts] = useState<Readonly<Partial<Record<DoorField, string>>>>({});
  const call = useMutation({
    mutationFn: () => {
      const { newPassword, ...rest } = texts;
      return postAuth(door, { ...rest, ...(newPassword ? { password: newPassword } : {}), ...also?.() });
    },
    onSuccess: onDone,
  });
  const submitForm = (event: FormEvent) => {
    event.preventDefault();
    if (!call.isPending) call.mutate();
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submitForm}>
      {fields.map((field) => (
        <TextField
          key={field}
          required={field !== "code"}
          label={t(`field.${field}`)}
          hint={field === "newPassword" || field === "code" ? t(`fieldHint.${field}`) : undefined}
          onText={(text) => setTexts((before) => ({ ...before, [field]: text }))}
          {...FIELDS[field]}
        />
      ))}
      {more}
      <ErrorLine error={call.error} />
      <Button type="submit" tone="primary" size="large" waitsFor={call.isPending && waits("busy")}>
        {submit}
      </Button>
    </form>
  );
}

interface DoorFormProps extends DoorFieldsProps {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

/** One of the doors as a page: sign in, the first account, an invitation, a new password. */
export function DoorForm({ title, hint, children, ...fields }: DoorFormProps) {
  return (
    <DoorPage title={title} hint={hint}>
      <DoorFields {...fields} />
      {children}
    </DoorPage>
  );
}

interface DoorPageProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly children?: ReactNode;
}

/** A page for somebody who is not signed in. */
export function DoorPage({ title, hint, children }: DoorPageProps) {
  return (
    <main id="main" className="mx-auto flex w-full max-w-sm flex-1 flex-col gap-5 px-4 py-10">
      <header className="flex flex-col gap-1">
        <h1 className="font-semibold text-display tracking-[-0.02em] [overflow-wrap:anywhere]">{title}</h1>
        {hint ? <p className="text-ink-soft">{hint}</p> : null}
      </header>
      {children}
    </main>
  );
}
