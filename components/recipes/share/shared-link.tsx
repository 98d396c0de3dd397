"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ShareLink } from "@/lib/contracts/sharing";

export interface SharedLinkProps {
  readonly link: ShareLink;
  readonly onRevoked?: () => void;
}

/** A link for reading: copy it, or take it back. */
export function SharedLink({ link, onRevoked }: SharedLinkProps) {
  const t = useTranslations("recipes.shared");
  const waits = useTranslations("waits");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const settings = useQuery(trpc.sharing.settings.queryOptions());
  const [said, setSaid] = useState("");
  const address = `${settings.data?.address || window.location.origin}${link.path}`;
  const revoke = useMutation(
    trpc.sharing.revoke.mutationOptions({
      onSuccess: async () => {
        onRevoked?.();
        await queries.invalidateQueries(trpc.sharing.list.pathFilter());
      },
    }),
  );
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setSaid(t("copied"));
    } catch {
      setSaid(t("copyFailed"));
    }
  };
  return (
    <div className="flex w-full flex-col gap-1.5">
      <input
        readOnly
        aria-label={link.title}
        value={address}
        onFocus={(event) => event.target.select()}
        className="h-9 w-full rounded-card border bg-sunken px-2.5 font-mono text-meta pointer-coarse:h-11"
      />
      <p className="text-meta text-ink-soft">
        {t("made", { date: format.dateTime(new Date(link.createdAt), { dateStyle: "medium" }) })}
        {" · "}
        {link.expiresAt
          ? t("until", { date: format.dateTime(new Date(link.expiresAt), { dateStyle: "medium" }) })
          : t("forever")}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" onClick={() => void copy()}>
          <Copy aria-hidden />
          {t("copy")}
        </Button>
        <Button
          size="small"
          tone="quiet"
          waitsFor={revoke.isPending && waits("busy")}
          onClick={() => revoke.mutate({ id: link.id })}
        >
          <X aria-hidden />
          {t("revoke")}
        </Button>
        <span role="status" className="text-meta text-ink-soft">
          {revoke.isError ? revoke.error.message : said}
        </span>
      </div>
    </div>
  );
}
