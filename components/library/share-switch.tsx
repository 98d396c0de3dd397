"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/switch";
import { useTRPC } from "@/lib/client/api/trpc";
import { SharingInfo } from "./sharing-words";
import { useShare } from "./use-share";

/** The consent switch of a saved photo, with a word on what it means. Nothing until the server has said how it is. */
export function ShareSwitch({ photoId }: { readonly photoId: string }) {
  const t = useTranslations("sharing");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.library.get.queryOptions({ photoId }));
  const share = useShare();
  if (!data) return null;
  const isShared = share.isPending ? share.variables.isShared : data.photo.sharedAt !== null;
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <Switch
          label={t("share")}
          hint={t(isShared ? "isShared" : "isPrivate")}
          checked={isShared}
          onChange={(checked) => share.mutate({ photoId, isShared: checked })}
        />
      </div>
      <SharingInfo />
    </div>
  );
}
