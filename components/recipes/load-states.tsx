"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function LoadFailure({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations("recipes");
  return (
    <EmptyState
      title={t("failed")}
      actions={
        <Button size="small" onClick={onRetry}>
          {t("again")}
        </Button>
      }
    />
  );
}

export function CardSkeletons({ label }: { readonly label: string }) {
  return (
    <div role="status" aria-busy aria-label={label} className="flex flex-col gap-2.5">
      {[0, 1, 2].map((place) => (
        <div key={place} className="h-24 rounded-card border bg-sunken" />
      ))}
    </div>
  );
}
