"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
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
  return (
    <nav
      aria-label={t("places")}
      className="flex shrink-0 gap-1 overflow-x-auto border-b px-2 [scrollbar-width:none] lg:px-4"
    >
      {PLACES.map(({ id, href }) => {
        const isHere = id === "desk" ? path === href : path.startsWith(href);
        return (
          <Link
            key={id}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={classNames(
              "flex h-11 shrink-0 items-center gap-1.5 px-3 outline-offset-[-4px]",
              isHere ? "font-medium text-ink" : "text-ink-soft hover:text-ink",
            )}
          >
            {t(`place.${id}`)}
            {id === "settle" && data && data.toSettle > 0 ? (
              <span className="tabular rounded-small bg-saffron-wash px-1.5 text-meta text-saffron-ink">
                {data.toSettle}
              </span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
