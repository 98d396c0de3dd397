"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { ShownSetting } from "@/lib/contracts/installation-settings";

const FIELD = "h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11";

/** Changes one setting; "Use the initial value" takes back what was set here. */
export function SettingField({ setting }: { readonly setting: ShownSetting }) {
  const { name, kind, choices, unit, initial, source } = setting;
  const t = useTranslations("settings");
  const waits = useTranslations("waits");
  const sentence = useErrorSentence();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const kept = setting.value ?? "";
  const [value, setValue] = useState(kept);
  const change = useMutation(
    trpc.installation.changeSetting.mutationOptions({
      onSuccess: (settings) => queries.setQueryData(trpc.installation.settings.queryKey(), [...settings]),
    }),
  );
  const isSame = value.trim() === kept;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame && !change.isPending) change.mutate({ name, value });
  };
  return (
    <form className="flex flex-wrap items-center gap-2 max-sm:w-full" onSubmit={submit}>
      {kind === "choice" ? (
        <select
          aria-labelledby={`${name}-about`}
          value={value}
          onChange={({ target }) => setValue(target.value)}
          className={FIELD}
        >
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          aria-labelledby={`${name}-about`}
          aria-invalid={change.isError}
          inputMode={kind === "number" ? "decimal" : undefined}
          placeholder={initial ?? undefined}
          value={value}
          onChange={({ target }) => setValue(target.value)}
          className={`${FIELD} ${kind === "number" ? "w-28 tabular" : "w-64 max-sm:w-full"}`}
        />
      )}
      {unit ? <span className="text-ink-soft">{unit}</span> : null}
      <Button
        type="submit"
        aria-label={t("saveNamed", { name })}
        waitsFor={isSame ? t("unchanged") : change.isPending && waits("busy")}
      >
        {t("save")}
      </Button>
      {source === "page" ? (
        <Button
          tone="quiet"
          aria-label={t("resetNamed", { name })}
          onClick={() => change.mutate({ name, value: "" })}
        >
          {t("reset")}
        </Button>
      ) : null}
      {change.error ? (
        <p role="alert" className="w-full text-tomato-ink">
          {sentence(toApiError(change.error))}
        </p>
      ) : null}
    </form>
  );
}
