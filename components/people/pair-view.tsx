"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import { linkToken, openAnew, postAuth } from "@/lib/client/people/auth-api";
import { deviceKind } from "@/lib/client/people/device-kind";
import { ErrorLine } from "./error-line";
import { TextField } from "./text-field";

/** What the phone opens: the code, which its camera may have brought along, and the name it is listed with. */
export function PairView() {
  const t = useTranslations("people.pair");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const door = useQuery(trpc.people.door.queryOptions());
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const pair = useMutation({
    mutationFn: () => postAuth("pair", { code, name }),
    onSuccess: () => openAnew("/"),
  });
  useEffect(() => {
    const given = linkToken();
    if (given) {
      setCode(given.length === 8 ? `${given.slice(0, 4)}-${given.slice(4)}` : given);
      // it does not stay in the browser's history
      history.replaceState(history.state, "", location.pathname);
    }
    const day = new Date().toLocaleDateString(undefined, { day: "numeric", month: "short" });
    setName((typed) => typed || t("device", { kind: deviceKind(navigator), day }));
  }, [t]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pair.isPending) pair.mutate();
  };
  return (
    <main id="main" className="mx-auto flex w-full max-w-sm flex-1 flex-col gap-5 px-4 py-10">
      <header className="flex flex-col gap-1">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p className="text-ink-soft">{t("hint")}</p>
      </header>
      {door.data?.state === "signed-in" ? <p>{t("signedIn")}</p> : null}
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <TextField
          required
          label={t("code")}
          value={code}
          onText={setCode}
          maxLength={40}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <TextField
          required
          label={t("name")}
          hint={t("nameHint")}
          value={name}
          onText={setName}
          maxLength={60}
          autoComplete="off"
        />
        <ErrorLine error={pair.error} />
        <Button type="submit" tone="primary" size="large" waitsFor={pair.isPending && waits("busy")}>
          {t("submit")}
        </Button>
      </form>
    </main>
  );
}
