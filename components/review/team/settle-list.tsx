"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { useTRPC } from "@/lib/client/api/trpc";
import { useReviewPeople } from "@/lib/client/review/use-review-people";
import { PeopleOn } from "./people-on";
import { PhotoLine } from "./photo-line";

/** Photos on which two people differ, the newest first. */
export function SettleList() {
  const t = useTranslations("reviewTeam");
  const { data } = useQuery(useTRPC().review.toSettle.queryOptions());
  const people = useReviewPeople();
  if (!data) return <p role="status">{t("loading")}</p>;
  if (data.length === 0)
    return <EmptyState icon={<CheckCheck aria-hidden />} title={t("settledTitle")} body={t("settledBody")} />;
  return (
    <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
      {data.map(({ photoId, name, people: both }) => (
        <li key={photoId}>
          <Link
            href={`/studio/review/opinions/${photoId}`}
            className="flex min-h-11 items-center gap-3 rounded-card border bg-raised p-2 hover:bg-sunken"
          >
            <PhotoLine photoId={photoId} name={name}>
              <span className="text-ink-soft text-meta">{t("between", { names: both.join(", ") })}</span>
              <span>
                <PeopleOn people={people.othersOn(photoId)} />
              </span>
            </PhotoLine>
          </Link>
        </li>
      ))}
    </ul>
  );
}
