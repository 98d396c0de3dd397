"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { Switch } from "@/components/ui/switch";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { SharingWords } from "./sharing-words";
import { useSharingChanged } from "./use-share";

/** Sharing as a whole: the setting for new photos, and all existing photos at once. */
export function SharingSettings() {
  const t = useTranslations("sharing");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const show = useToast();
  const sentence = useErrorSentence();
  const changed = useSharingChanged();
  const { data } = useQuery(trpc.library.sharing.queryOptions());
  const onError = (error: unknown) => show({ tone: "attention", title: sentence(toApiError(error)) });
  const byDefault = useMutation(trpc.library.shareByDefault.mutationOptions({ onSuccess: changed, onError }));
  const all = useMutation(trpc.library.shareAll.mutationOptions({ onSuccess: changed, onError }));
  return (
    <Popover
      label={t("title")}
      className="w-96"
      trigger={
        <Button size="small">
          <Users aria-hidden />
          {t("title")}
          {data ? (
            <span className="tabular text-ink-soft text-meta">
              {t("sharedOf", { count: data.shared, total: data.shared + data.private })}
            </span>
          ) : null}
        </Button>
      }
    >
      <h2 className="font-semibold">{t("meansTitle")}</h2>
      <div className="mt-2 mb-4">
        <SharingWords />
      </div>
      {data ? (
        <>
          <div className="border-t pt-3">
            <Switch
              label={t("byDefault")}
              hint={t("byDefaultHint")}
              checked={byDefault.isPending ? byDefault.variables.byDefault : data.byDefault}
              onChange={(checked) => byDefault.mutate({ byDefault: checked })}
            />
          </div>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button
              size="small"
              waitsFor={data.private === 0 ? waits("nonePrivate") : all.isPending && waits("busy")}
              onClick={() => all.mutate({ isShared: true })}
            >
              {t("shareAll", { count: data.private })}
            </Button>
            <Button
              size="small"
              tone="quiet"
              waitsFor={data.shared === 0 ? waits("noneShared") : all.isPending && waits("busy")}
              onClick={() => all.mutate({ isShared: false })}
            >
              {t("unshareAll", { count: data.shared })}
            </Button>
          </div>
        </>
      ) : null}
    </Popover>
  );
}
