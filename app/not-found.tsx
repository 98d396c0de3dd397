import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  const t = useTranslations("app");
  return (
    <main id="main" className="flex flex-1 items-center justify-center">
      <EmptyState
        title={t("notFoundTitle")}
        body={t("notFoundBody")}
        actions={
          <Button asChild tone="primary">
            <Link href="/">{t("backToDetect")}</Link>
          </Button>
        }
      />
    </main>
  );
}
