"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { SHARE_DAYS, type ShareInput, type ShareLink } from "@/lib/contracts/sharing";
import type { Shareable } from "./shareable";
import { SharedLink } from "./shared-link";

type Days = (typeof SHARE_DAYS)[number] | null;

/** Makes a link that opens without an account, where the server allows it. */
export function LinkForReading({ what }: { readonly what: Shareable }) {
  const t = useTranslations("recipes.shared");
  const waits = useTranslations("waits");
  const sentence = useErrorSentence();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const settings = useQuery(trpc.sharing.settings.queryOptions());
  const [days, setDays] = useState<Days>(30);
  const [made, setMade] = useState<ShareLink | null>(null);
  const make = useMutation(
    trpc.sharing.create.mutationOptions({
      onSuccess: async (link) => {
        setMade(link);
        await queries.invalidateQueries(trpc.sharing.list.pathFilter());
      },
    }),
  );
  const toSettings = (
    <Link href="/recipes/shared" className="underline">
      {t("toSettings")}
    </Link>
  );
  return (
    <section aria-label={t("link")} className="flex flex-col items-start gap-2 border-t pt-4">
      <h3 className="font-semibold">{t("link")}</h3>
      {settings.data && !settings.data.isAllowed ? (
        <p className="text-ink-soft">
          {t("notAllowed")} {toSettings}
        </p>
      ) : (
        <>
          <p className="text-meta text-ink-soft">
            {t("linkBody")} {toSettings}
          </p>
          {made ? (
            <SharedLink link={made} onRevoked={() => setMade(null)} />
          ) : (
            <div className="flex flex-wrap items-center gap-2">
              <label className="flex items-center gap-2">
                {t("lasts")}
                <select
                  value={days ?? "none"}
                  onChange={(event) => setDays(daysOf(event.target.value))}
                  className="h-9 rounded-card border border-line-strong bg-raised px-2 pointer-coarse:h-11"
                >
                  {[...SHARE_DAYS, "none" as const].map((value) => (
                    <option key={value} value={value}>
                      {t(`days.${value}`)}
                    </option>
                  ))}
                </select>
              </label>
              <Button
                waitsFor={make.isPending && waits("busy")}
                onClick={() => make.mutate(inputOf(what, days))}
              >
                <Link2 aria-hidden />
                {t("make")}
              </Button>
            </div>
          )}
        </>
      )}
      <p role="alert" className="text-tomato-ink empty:hidden">
        {make.error ? sentence(toApiError(make.error)) : ""}
      </p>
    </section>
  );
}

function daysOf(value: string): Days {
  return SHARE_DAYS.find((days) => String(days) === value) ?? null;
}

function inputOf(what: Shareable, days: Days): ShareInput {
  switch (what.kind) {
    case "recipe":
      return { kind: "recipe", slug: what.slug, days };
    case "list":
      return { kind: "list", title: what.title, list: what.list, days };
    case "week":
      return { kind: "week", title: what.title, day: what.day, days };
  }
}
