"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";
import { RowList } from "./row-list";
import { TextField } from "./text-field";

const DAYS = 365;

/** Keys for scripts. A key is shown once, when it is made. */
export function KeysSection({ permissions }: { readonly permissions: readonly string[] }) {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set());
  const { data, error } = useQuery(trpc.people.keys.list.queryOptions());
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.people.keys.list.queryKey() });
  const revoke = useMutation(trpc.people.keys.revoke.mutationOptions({ onSuccess }));
  const make = useMutation(
    trpc.people.keys.make.mutationOptions({
      onSuccess: () => {
        setName("");
        setScopes(new Set());
        return onSuccess();
      },
    }),
  );
  const toggle = (scope: string) => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };
  return (
    <Section title={t("keys")} hint={t("keysHint")}>
      <Link href="/api-docs" className="self-start underline pointer-coarse:inline-block pointer-coarse:py-3">
        {t("keysApi")}
      </Link>
      <ErrorLine error={error ?? revoke.error ?? make.error} />
      {data?.length === 0 ? <p className="text-ink-soft">{t("noKeys")}</p> : null}
      <RowList>
        {data?.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <div>
              <p className="font-medium">
                {key.name} <code className="text-ink-soft text-meta">{key.prefix}…</code>
              </p>
              <p className="text-ink-soft text-meta">
                {key.scopes.join(", ")}
                {key.expiresAt
                  ? ` · ${t("until", { day: format.dateTime(new Date(key.expiresAt), { dateStyle: "medium" }) })}`
                  : ""}
              </p>
            </div>
            <Button
              aria-label={t("revokeNamed", { name: key.name })}
              onClick={() => revoke.mutate({ keyId: key.id })}
            >
              {t("revoke")}
            </Button>
          </li>
        ))}
      </RowList>
      {make.data ? (
        <p role="status" className="break-all rounded-card bg-sunken p-3">
          {t("keyOnce")} <code>{make.data.key}</code>
        </p>
      ) : null}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ name, scopes: [...scopes], days: DAYS });
        }}
      >
        <TextField label={t("keyName")} value={name} maxLength={80} required onText={setName} />
        <fieldset>
          <legend className="mb-1 font-medium">{t("scopes")}</legend>
          <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
            {permissions.map((scope) => (
              <label key={scope} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
                <input
                  type="checkbox"
                  className="size-4 accent-leaf"
                  checked={scopes.has(scope)}
                  onChange={() => toggle(scope)}
                />
                <code className="text-meta">{scope}</code>
              </label>
            ))}
          </div>
        </fieldset>
        <Button
          type="submit"
          className="self-start"
          waitsFor={scopes.size === 0 ? t("chooseScopes") : make.isPending && t("busy")}
        >
          {t("makeKey")}
        </Button>
      </form>
    </Section>
  );
}
