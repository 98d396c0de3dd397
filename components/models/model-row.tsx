"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { moment } from "@/components/ui/figures";
import { modelHref } from "@/lib/client/models/model-href";
import type { RegistryEntry } from "@/lib/contracts/model-registry";
import { AliasBadge } from "./alias-badge";
import type { Move } from "./move-dialog";
import { SetBars } from "./set-bars";

interface ModelRowProps {
  readonly entry: RegistryEntry;
  /** What a rollback would bring back; only the champion's row offers it. */
  readonly rollbackTo: string | null;
  readonly onMove: (move: Move) => void;
}

/** One version: what it is, how good it is, and what can be done with it. */
export function ModelRow({ entry, rollbackTo, onMove }: ModelRowProps) {
  const t = useTranslations("models");
  const { manifest, alias, origin, registeredAt } = entry;
  const { id } = manifest;
  return (
    <li className="flex flex-col gap-3 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">
          <Link
            href={modelHref(id)}
            className="items-center underline-offset-4 hover:underline pointer-coarse:inline-flex"
          >
            {id}
          </Link>
        </h3>
        <AliasBadge alias={alias} />
        <Badge>{t(`origin.${origin}`)}</Badge>
        <span className="text-ink-soft text-meta">
          {manifest.architecture} · {t("classCount", { count: manifest.classes.length })} ·{" "}
          {moment(registeredAt ?? manifest.createdAt)}
        </span>
        <span className="ml-auto flex flex-wrap gap-2">
          {alias === "champion" && rollbackTo !== null ? (
            <Button size="small" onClick={() => onMove({ kind: "rollback", modelId: rollbackTo })}>
              {t("rollbackTo", { model: rollbackTo })}
            </Button>
          ) : null}
          {alias !== "champion" ? (
            <Button
              size="small"
              tone={alias === "candidate" ? "primary" : "plain"}
              aria-label={t("promoteModel", { model: id })}
              onClick={() => onMove({ kind: "promote", modelId: id })}
            >
              {t("do.promote")}
            </Button>
          ) : null}
          {alias === "candidate" ? (
            <Button
              size="small"
              aria-label={t("archiveModel", { model: id })}
              onClick={() => onMove({ kind: "archive", modelId: id })}
            >
              {t("do.archive")}
            </Button>
          ) : null}
          {alias === "archived" ? (
            <Button
              size="small"
              aria-label={t("candidateModel", { model: id })}
              onClick={() => onMove({ kind: "candidate", modelId: id })}
            >
              {t("do.candidate")}
            </Button>
          ) : null}
        </span>
      </div>
      <SetBars metrics={manifest.metrics} />
    </li>
  );
}
