"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown when a page throws: what happened, that nothing is lost, and one way to continue. */
export default function PageError() {
  const t = useTranslations("app");
  return (
    <main id="main" className="flex flex-1 items-center justify-center">
      <EmptyState
        title={t("crashTitle")}
        body={t("crashBody")}
        actions={
          <Button tone="primary" onClick={() => location.reload()}>
            {t("crashAgain")}
          </Button>
        }
      />
    </main>
  );
}
