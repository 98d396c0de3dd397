"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { GateReport } from "@/lib/contracts/gate";

const TONES: Record<GateReport["verdict"], BadgeTone> = {
  passed: "good",
  rejected: "attention",
  inconclusive: "unsure",
};

/** How the gate ended. */
export function VerdictBadge({ verdict }: { readonly verdict: GateReport["verdict"] }) {
  const t = useTranslations("models.verdict");
  return <Badge tone={TONES[verdict]}>{t(verdict)}</Badge>;
}
