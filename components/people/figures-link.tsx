import { ChartNoAxesCombined } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";

/** The way to the page about figures of a person's detections. */
export function FiguresLink() {
  const t = useTranslations("figures");
  return (
    <Section title={t("title")} hint={t("linkHint")}>
      <Button asChild className="self-start">
        <Link href="/account/figures">
          <ChartNoAxesCombined aria-hidden />
          {t("open")}
        </Link>
      </Button>
    </Section>
  );
}
