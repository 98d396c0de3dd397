"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ReviewPeople, ReviewPerson } from "@/lib/contracts/review-people";

export interface PeopleAtWork {
  readonly data: ReviewPeople | undefined;
  /** Asked and answered, or not to be had. */
  readonly isKnown: boolean;
  /** Two people or more may review in this team. */
  readonly isSeveral: boolean;
  nameOf(userId: string): string;
  /** Other people who have this photo in front now. */
  othersOn(photoId: string): readonly ReviewPerson[];
}

/** Who is in the team and what each looks at. It is told of changes, and looks again when what it knows of somebody ends. */
export function useReviewPeople(): PeopleAtWork {
  const { data, isPending, refetch } = useQuery(useTRPC().review.people.queryOptions());
  useEffect(() => {
    const ends = (data?.present ?? []).map(({ until }) => Date.parse(until));
    if (ends.length === 0) return;
    const timer = setTimeout(() => void refetch(), Math.max(1_000, Math.min(...ends) - Date.now() + 500));
    return () => clearTimeout(timer);
  }, [data, refetch]);
  return useMemo(() => {
    const people = new Map((data?.people ?? []).map((person) => [person.id, person]));
    return {
      data,
      isKnown: !isPending,
      isSeveral: (data?.people ?? []).filter(({ mayReview }) => mayReview).length > 1,
      nameOf: (userId) => people.get(userId)?.name ?? "",
      othersOn: (photoId) => {
        const on = (data?.present ?? []).filter((one) => one.photoId === photoId && one.userId !== data?.me);
        return [...new Set(on.map(({ userId }) => userId))].flatMap((id) => people.get(id) ?? []);
      },
    };
  }, [data, isPending]);
}
