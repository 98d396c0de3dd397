"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { createOpenDeskPhoto } from "@/lib/client/review/desk-photo";
import { createHttpReviewApi } from "@/lib/client/review/review-api";
import {
  createReviewDesk,
  type DeskProblem,
  type DeskState,
  type ReviewDesk,
} from "@/lib/client/review/review-desk";
import type { Review, ReviewFilter } from "@/lib/contracts/review";

/** Photos asked for at a time. */
const PAGE = 50;
/** With fewer left, the queue is asked again. */
const FEW = 10;

const EMPTY_DESK: DeskState = { order: [], skipped: [], opened: new Map(), trail: [], decided: 0 };

/** The desk of this page: made when it opens; its photos are released when it closes. */
function useDesk(
  onProblem: (problem: DeskProblem) => void,
  onDecided: (review: Review) => void,
): ReviewDesk | null {
  const api = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [desk, setDesk] = useState<ReviewDesk | null>(null);
  const latest = useRef({ onProblem, onDecided });
  latest.current = { onProblem, onDecided };
  useEffect(() => {
    const http = createHttpReviewApi(api);
    const made = createReviewDesk({
      api: http,
      open: createOpenDeskPhoto(http),
      onProblem: (problem) => latest.current.onProblem(problem),
      onDecided: (review) => latest.current.onDecided(review),
      onChange: () => {
        void queries.invalidateQueries({ queryKey: trpc.library.pathKey(), refetchType: "none" });
        void queries.invalidateQueries({ queryKey: trpc.corrections.pathKey(), refetchType: "none" });
      },
    });
    setDesk(made);
    return () => {
      made.dispose();
      setDesk(null);
    };
  }, [api, trpc, queries]);
  return desk;
}

const nothing = () => () => {};

/** The desk, kept filled from the filtered queue. */
export function useReviewDesk(
  filter: ReviewFilter,
  onProblem: (problem: DeskProblem) => void,
  onDecided: (review: Review) => void,
) {
  const trpc = useTRPC();
  const desk = useDesk(onProblem, onDecided);
  const blank = useMemo(
    () => ({ subscribe: nothing, getState: () => EMPTY_DESK, getInitialState: () => EMPTY_DESK }),
    [],
  );
  const state = useStore(desk ?? blank);
  const queue = useQuery(
    trpc.review.queue.queryOptions(
      { filter, limit: PAGE },
      { placeholderData: keepPreviousData, staleTime: 0, refetchOnWindowFocus: true },
    ),
  );
  const { data, isPlaceholderData, isFetching, isFetchedAfterMount, refetch } = queue;

  const filled = useRef<ReviewFilter | null>(null);
  useEffect(() => {
    // what an earlier visit left in the cache may have been decided since
    if (!desk || !data || isPlaceholderData || !isFetchedAfterMount) return;
    const ids = data.cards.map(({ photoId }) => photoId);
    if (filled.current === filter) desk.offer(ids);
    else desk.replace(ids);
    filled.current = filter;
  }, [desk, data, isPlaceholderData, isFetchedAfterMount, filter]);
  // another desk starts empty
  useEffect(() => {
    if (!desk) filled.current = null;
  }, [desk]);

  const decidedAt = useRef(0);
  useEffect(() => {
    const isShort = state.order.length < FEW && state.decided !== decidedAt.current;
    if (!isShort || isFetching) return;
    decidedAt.current = state.decided;
    void refetch();
  }, [state.order.length, state.decided, isFetching, refetch]);
  // The queue's count is from the time of the request; decisions made since are subtracted.
  const decidedBefore = useRef({ at: 0, decided: 0 });
  if (decidedBefore.current.at !== queue.dataUpdatedAt)
    decidedBefore.current = { at: queue.dataUpdatedAt, decided: state.decided };
  const decidedSince = state.decided - decidedBefore.current.decided;
  return { desk, state, queue, decidedSince };
}
