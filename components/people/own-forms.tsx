"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { CheckLine } from "./check-line";
import { ErrorLine } from "./error-line";
import { OneLineForm } from "./one-line-form";
import { TextField } from "./text-field";

export function NameForm({ name, email }: { readonly name: string; readonly email: string | null }) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState(name);
  const rename = useMutation(
    trpc.people.rename.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.people.me.queryKey() }),
    }),
  );
  return (
    <Section title={t("you")} hint={email ?? undefined}>
      <OneLineForm
        submit={t("save")}
        waitsFor={text.trim() === name ? t("unchanged") : rename.isPending && t("busy")}
        onSend={() => rename.mutate({ name: text })}
        error={rename.error}
      >
        <TextField
          label={t("field.name")}
          value={text}
          maxLength={80}
          autoComplete="name"
          required
          onText={setText}
        />
      </OneLineForm>
    </Section>
  );
}

export function PasswordForm() {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [endsAll, setEndsAll] = useState(false);
  const keys = useQuery(trpc.people.keys.list.queryOptions()).data ?? [];
  const passkeys = useQuery(trpc.people.passkeys.list.queryOptions()).data ?? [];
  const change = useMutation(
    trpc.people.changePassword.mutationOptions({
      onSuccess: () => {
        setCurrent("");
        setNext("");
        setEndsAll(false);
        for (const { list } of [trpc.people.sessions, trpc.people.keys, trpc.people.passkeys])
          void queries.invalidateQueries({ queryKey: list.queryKey() });
      },
    }),
  );
  const stays = [...keys, ...passkeys].map(({ name }) => name);
  return (
    <Section title={t("field.password")} hint={t("passwordHint")}>
      <form
        className="flex max-w-sm flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ current, next, endsKeysAndPasskeys: endsAll });
        }}
      >
        <TextField
          label={t("currentPassword")}
          type="password"
          autoComplete="current-password"
          value={current}
          required
          onText={setCurrent}
        />
        <TextField
          label={t("field.newPassword")}
          hint={t("fieldHint.newPassword")}
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          value={next}
          required
          onText={setNext}
        />
        {stays.length > 0 ? (
          <CheckLine
            label={t("passwordEndsAll")}
            hint={t(endsAll ? "passwordAllEnd" : "passwordStays", { names: format.list(stays) })}
            isOn={endsAll}
            onChange={setEndsAll}
          />
        ) : null}
        <ErrorLine error={change.error} />
        <p role="status" className="text-ink-soft">
          {change.data ? `${t("passwordChanged")} ${t("endedWays", change.data)}` : ""}
        </p>
        <Button type="submit" className="self-start" waitsFor={change.isPending && t("busy")}>
          {t("changePassword")}
        </Button>
      </form>
    </Section>
  );
}
