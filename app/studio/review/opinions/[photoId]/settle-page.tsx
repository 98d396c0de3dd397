"use client";

import { useMemo } from "react";
import { PeopleOn } from "@/components/review/team/people-on";
import { SettleView } from "@/components/review/team/settle-view";
import { useReviewPeople } from "@/lib/client/review/use-review-people";
import { useHolding } from "../../use-holding";

/** Two opinions side by side. Others see who is settling them. */
export function SettlePage({ photoId }: { readonly photoId: string }) {
  const people = useReviewPeople();
  const shown = useMemo(() => [photoId], [photoId]);
  useHolding(null, shown, people.isSeveral);
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-3 px-4 py-6">
      <div>
        <PeopleOn people={people.othersOn(photoId)} />
      </div>
      <SettleView photoId={photoId} />
    </main>
  );
}
