"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { ModelAlias } from "@/lib/contracts/model-registry";

const TONES: Record<ModelAlias, BadgeTone> = { champion: "good", candidate: "unsure", archived: "plain" };

/** What a model is now. */
export function AliasBadge({ alias }: { readonly alias: ModelAlias }) {
  const t = useTranslations("models.alias");
  return <Badge tone={TONES[alias]}>{t(alias)}</Badge>;
}
