"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PlaceLine } from "@/components/ui/place-line";
import { useReviewPeople } from "@/lib/client/review/use-review-people";

const PLACES = [
  { id: "desk", href: "/studio/review" },
  { id: "share", href: "/studio/review/team" },
  { id: "settle", href: "/studio/review/opinions" },
  { id: "agreement", href: "/studio/review/agreement" },
] as const;

/** The places of a review with several people. Not there for somebody who is alone. */
export function ReviewPlaces() {
  const t = useTranslations("reviewTeam");
  const path = usePathname();
  const { data, isSeveral } = useReviewPeople();
  if (!isSeveral) return null;
  const toSettle = data?.toSettle ?? 0;
  const places = PLACES.map(({ id, href }) => ({
    href,
    text: t(`place.${id}`),
    isHere: id === "desk" ? path === href : path.startsWith(href),
    mark:
      id === "settle" && toSettle > 0 ? (
        <span className="tabular rounded-small bg-saffron-wash px-1.5 text-meta text-saffron-ink">
          {toSettle}
        </span>
      ) : null,
  }));
  return <PlaceLine label={t("places")} places={places} />;
}
