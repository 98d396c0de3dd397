"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPCClient } from "@/lib/client/api/trpc";
import { leavePage } from "@/lib/client/review/leave-page";
import type { ReviewDesk } from "@/lib/client/review/review-desk";
import { BEAT_MS } from "@/lib/contracts/review-people";

/** In hand: the photo in front and the next one, so that few photos are enough for several people. */
const IN_HAND = 2;
/** After this long a photo that was not to be had is asked for once more. */
const AGAIN_MS = 400;
/** Named to the server, so that it finds that many free ones. */
const NAMED = 20;

/** The photo in front was taken over by another page. */
export interface Lost {
  readonly photoId: string;
  readonly userId: string;
}

/**
 * Takes the photos of the desk for this page while it is open, so that no two people get the same one. Photos that others have
 * leave the desk silently before they are shown; the one in front stays, with its edits, until a person decides.
 */
export function useHolding(desk: ReviewDesk | null, order: readonly string[], isOn: boolean) {
  const api = useTRPCClient();
  const [pageId] = useState(() => crypto.randomUUID());
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const [lost, setLost] = useState<Lost | null>(null);
  const state = useRef({ order, desk, held, isBusy: false, isAgain: false, hasLeft: false, missed: "" });
  Object.assign(state.current, { order, desk, held });

  const beat = useCallback(
    async (takeOver: string | null = null): Promise<void> => {
      const now = state.current;
      if (now.isBusy) {
        now.isAgain = true;
        return;
      }
      now.isBusy = true;
      const wanted = now.order.slice(0, NAMED);
      const front = wanted[0] ?? null;
      try {
        const answer = await api.review.hold.mutate({ pageId, front, wanted, count: IN_HAND, takeOver });
        const mine = new Set(answer.held);
        const others = new Map(answer.others.map(({ photoId, userId }) => [photoId, userId]));
        const thief = front === null ? undefined : others.get(front);
        const wasMine = front !== null && now.held.has(front);
        const isLost = wasMine && thief !== undefined;
        setLost((before) => {
          if (front !== null && isLost && thief !== undefined) return { photoId: front, userId: thief };
          return before && before.photoId === front && thief !== undefined ? before : null;
        });
        setHeld(new Set([...mine, ...(isLost && front !== null ? [front] : [])]));
        const gone = wanted.filter((id) => others.has(id) && !(id === front && isLost));
        // the one in front that is neither ours nor another's, twice, is decided: once, somebody may be writing it
        const isMissed = front !== null && !mine.has(front) && !others.has(front);
        if (isMissed && now.missed === front) gone.push(front);
        else if (isMissed) setTimeout(() => !state.current.hasLeft && void beat(), AGAIN_MS);
        now.missed = isMissed ? front : "";
        now.desk?.withdraw(gone);
      } catch {
        // the next beat tries again; the server frees what is not renewed
      }
      now.isBusy = false;
      // it arrived after the page had given everything up
      if (now.hasLeft) return leavePage(pageId);
      if (!now.isAgain) return;
      now.isAgain = false;
      await beat();
    },
    [api, pageId],
  );

  const named = isOn ? order.slice(0, NAMED).join() : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order asks for other photos
  useEffect(() => {
    if (isOn) void beat();
  }, [beat, named, isOn]);
  useEffect(() => {
    if (!isOn) return;
    state.current.hasLeft = false;
    const timer = setInterval(() => void beat(), BEAT_MS);
    const seen = () => document.visibilityState === "visible" && void beat();
    const leave = () => {
      state.current.hasLeft = true;
      leavePage(pageId);
    };
    // a page that comes back from the browser's memory
    const back = () => {
      state.current.hasLeft = false;
      void beat();
    };
    document.addEventListener("visibilitychange", seen);
    addEventListener("pagehide", leave);
    addEventListener("pageshow", back);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("pagehide", leave);
      removeEventListener("pageshow", back);
      leave();
    };
  }, [beat, isOn, pageId]);

  const takeOver = useCallback(() => {
    const [front] = state.current.order;
    setLost(null);
    if (front !== undefined) void beat(front);
  }, [beat]);
  return { held, lost, takeOver };
}
