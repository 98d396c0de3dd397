import { Upload } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";

/** The way to the page that takes an archive of another Forage in. */
export function BringLink() {
  const t = useTranslations("people");
  return (
    <Section title={t("bring")}>
      <Button asChild className="self-start">
        <Link href="/account/bring">
          <Upload aria-hidden />
          {t("bringOpen")}
        </Link>
      </Button>
    </Section>
  );
}
