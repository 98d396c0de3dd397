"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { PromotionGateReport } from "@/lib/contracts/promotion-gate";

const TONES: Record<PromotionGateReport["verdict"], BadgeTone> = {
  passed: "good",
  rejected: "attention",
  inconclusive: "unsure",
};

/** How the gate ended. */
export function PromotionVerdictBadge({ verdict }: { readonly verdict: PromotionGateReport["verdict"] }) {
  const t = useTranslations("models.verdict");
  return <Badge tone={TONES[verdict]}>{t(verdict)}</Badge>;
}
