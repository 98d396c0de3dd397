"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { type ShareSettings, shareSettingsSchema } from "@/lib/contracts/sharing";
import { PageHeading } from "../page-heading";
import { SharedLink } from "./shared-link";

/** Whether links for reading are allowed, and the links there are. */
export function SharedView() {
  const t = useTranslations("recipes.shared");
  const trpc = useTRPC();
  const settings = useQuery(trpc.sharing.settings.queryOptions());
  const links = useQuery(trpc.sharing.list.queryOptions());
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-6">
      <PageHeading back={{ href: "/recipes", text: t("back") }} title={t("title")} intro={t("intro")} />
      {settings.data ? <Settings settings={settings.data} /> : null}
      {settings.data?.isAllowed ? (
        <section aria-label={t("links")} className="flex flex-col gap-3">
          <h2 className="text-title font-semibold">{t("links")}</h2>
          {links.data?.length === 0 ? <p className="text-ink-soft">{t("none")}</p> : null}
          <ul className="flex flex-col gap-3">
            {links.data?.map((link) => (
              <li key={link.id} className="flex flex-col gap-2 rounded-card border bg-raised p-4">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {link.title} <Badge>{t(`kinds.${link.kind}`)}</Badge>
                </p>
                <SharedLink link={link} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Settings({ settings }: { readonly settings: ShareSettings }) {
  const t = useTranslations("recipes.shared");
  const waits = useTranslations("waits");
  const sentence = useErrorSentence();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [address, setAddress] = useState(settings.address);
  const [isAllowed, setIsAllowed] = useState(settings.isAllowed);
  const save = useMutation(
    trpc.sharing.setSettings.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.sharing.pathFilter()),
      onError: () => setIsAllowed(settings.isAllowed),
    }),
  );
  const isGood = shareSettingsSchema.shape.address.safeParse(address).success;
  return (
    <section aria-label={t("allow")} className="flex flex-col gap-3 rounded-card border bg-raised p-4">
      <label className="flex min-h-11 items-center gap-3 font-medium">
        <input
          type="checkbox"
          // as it will be, while the server is told
          checked={isAllowed}
          onChange={(event) => {
            setIsAllowed(event.target.checked);
            save.mutate({ isAllowed: event.target.checked, address: settings.address });
          }}
          className="size-5 accent-[var(--leaf)]"
        />
        {t("allow")}
      </label>
      <p className="max-w-[64ch] text-pretty text-ink-soft">{t("onlyHere")}</p>
      {settings.isAllowed ? (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isGood) save.mutate({ isAllowed: true, address });
          }}
        >
          <label className="flex min-w-0 flex-1 basis-56 flex-col gap-1 font-medium">
            {t("address")}
            <input
              value={address}
              maxLength={200}
              inputMode="url"
              placeholder={t("addressHint")}
              onChange={(event) => setAddress(event.target.value.trim())}
              className="h-9 rounded-card border border-line-strong bg-paper px-3 font-normal pointer-coarse:h-11 pointer-coarse:text-lead"
            />
          </label>
          <Button type="submit" waitsFor={save.isPending ? waits("busy") : !isGood && t("addressBad")}>
            {t("saveAddress")}
          </Button>
        </form>
      ) : null}
      <p role="alert" className="text-tomato-ink empty:hidden">
        {save.error ? sentence(toApiError(save.error)) : ""}
      </p>
    </section>
  );
}
