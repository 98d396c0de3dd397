"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { ReviewPerson } from "@/lib/contracts/review-people";

/** Who else has a photo in front now. */
export function PeopleOn({ people }: { readonly people: readonly ReviewPerson[] }) {
  const t = useTranslations("reviewTeam");
  if (people.length === 0) return null;
  const names = people.map(({ name }) => name).join(", ");
  return (
    <Badge tone="unsure">
      <Eye aria-hidden className="size-3.5" />
      {t("on", { names, count: people.length })}
    </Badge>
  );
}
