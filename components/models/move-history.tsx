"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { moment } from "@/components/ui/figures";
import { useTRPC } from "@/lib/client/api/trpc";
import { modelHref } from "@/lib/client/models/model-href";

/** Who made which model what, and why: newest first. */
export function MoveHistory({ modelId }: { readonly modelId?: string }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.models.history.queryOptions({ modelId, limit: 50 }));
  if (data.length === 0) return <p className="text-ink-soft">{t("noMoves")}</p>;
  return (
    <ol className="flex flex-col">
      {data.map((move) => (
        <li key={move.id} className="border-l-2 border-line pb-3 pl-3 last:pb-0">
          <p>
            <Link href={modelHref(move.modelId)} className="font-medium underline-offset-4 hover:underline">
              {move.modelId}
            </Link>{" "}
            {t(move.isRollback ? "moved.rollback" : `moved.${move.alias}`)}
            {move.previousId ? (
              <span className="text-ink-soft"> {t("inPlaceOf", { model: move.previousId })}</span>
            ) : null}
          </p>
          <p className="text-ink-soft text-meta">
            <time dateTime={move.movedAt}>{moment(move.movedAt)}</time> · {move.reason}
          </p>
        </li>
      ))}
    </ol>
  );
}
