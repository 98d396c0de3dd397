"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DoubtKind, DoubtState, Mended, ShownDoubt } from "@/lib/contracts/data-errors";

type Undo =
  | { readonly kind: "kept"; readonly id: string }
  | { readonly kind: "mended"; readonly photoId: string; readonly reviewId: string }
  | { readonly kind: "left-out"; readonly decisionId: string };

/** A decision of this visit; how it is undone is known once the server has answered, undefined when it cannot be. */
interface Decision {
  readonly doubtId: string;
  readonly undo: Promise<Undo | undefined>;
}

export interface DeskFilter {
  readonly kind: DoubtKind | undefined;
  readonly state: DoubtState;
}

/** Doubts in hand: read again after each decision, so that the next come up. */
const MOST = 60;

/**
 * The doubts of a version and what is done about them. Each decision is shown at once and sent; what the server refuses comes
 * back. Only the worst doubts that are left are in hand: a page by number would skip some as they are settled.
 */
export function useDoubtDesk(number: number, filter: DeskFilter) {
  const t = useTranslations("dataErrors");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const sentence = useErrorSentence();
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const [trail, setTrail] = useState<readonly Decision[]>([]);
  const [chosenId, setChosenId] = useState<string | undefined>(undefined);
  const [said, setSaid] = useState("");
  const { kind, state } = filter;
  const query = useQuery(
    trpc.dataErrors.doubts.queryOptions(
      { number, state, limit: MOST, ...(kind === undefined ? {} : { kind }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const doubts = (query.data?.doubts ?? []).filter(({ id }) => !settled.has(id));
  const at = Math.max(
    0,
    doubts.findIndex(({ id }) => id === chosenId),
  );
  const current: ShownDoubt | undefined = doubts[at];
  const refresh = async () => {
    // a first read that is under way is not begun again by itself, and would show what was before
    await queries.cancelQueries({ queryKey: trpc.dataErrors.pathKey() });
    await queries.invalidateQueries({ queryKey: trpc.dataErrors.pathKey() });
  };

  const tell = (error: unknown) =>
    show({ tone: "attention", title: t("failed"), body: sentence(toApiError(error)) });
  const open = (doubtId: string) => setSettled((all) => new Set([...all].filter((id) => id !== doubtId)));
  /** Shows it as settled, and the next one; what is refused is open again. The last decision is undone first, answered or not. */
  const decide = (doubt: ShownDoubt, words: string, send: () => Promise<Undo | undefined>) => {
    setSettled((all) => new Set([...all, doubt.id]));
    setChosenId((doubts[at + 1] ?? doubts[at - 1])?.id);
    setSaid(words);
    const undo = send().catch((error: unknown) => {
      open(doubt.id);
      setTrail((all) => all.filter((one) => one !== decision));
      tell(error);
      return undefined;
    });
    const decision: Decision = { doubtId: doubt.id, undo };
    setTrail((all) => [...all, decision]);
    void undo.then(refresh);
  };

  const keep = useMutation(trpc.dataErrors.keep.mutationOptions());
  const take = useMutation(trpc.dataErrors.takeModels.mutationOptions());
  const exclude = useMutation(trpc.versions.exclude.mutationOptions());
  const correct = useMutation(trpc.dataErrors.correct.mutationOptions());
  const undoKept = useMutation(trpc.dataErrors.takeKeptBack.mutationOptions());
  const undoMend = useMutation(trpc.dataErrors.undo.mutationOptions());
  const undoExclusion = useMutation(trpc.versions.takeBack.mutationOptions());

  const mended = ({ photoId, reviewId }: Mended): Undo | undefined => {
    if (reviewId === null) setSaid(t("done.waits"));
    return reviewId === null ? undefined : { kind: "mended", photoId, reviewId };
  };

  const acts = {
    next: () => setChosenId(doubts[Math.min(at + 1, doubts.length - 1)]?.id),
    previous: () => setChosenId(doubts[Math.max(at - 1, 0)]?.id),
    choose: setChosenId,
    keep() {
      if (!current) return;
      const id = crypto.randomUUID();
      decide(current, t("done.kept"), async () => {
        await keep.mutateAsync({ number, doubtId: current.id, id });
        return { kind: "kept", id };
      });
    },
    take() {
      if (!current) return;
      decide(current, t("done.taken"), async () =>
        mended(await take.mutateAsync({ number, doubtId: current.id, id: crypto.randomUUID() })),
      );
    },
    leaveOut() {
      if (!current) return;
      decide(current, t("done.left-out"), async () => {
        const { sha256 } = current;
        const { id } = await exclude.mutateAsync({
          sha256,
          code: "label-doubted",
          reason: t("leaveOutReason"),
        });
        return { kind: "left-out", decisionId: id };
      });
    },
    /** A person's own boxes of the photo that a doubt is about. */
    correct(doubt: ShownDoubt, input: Omit<Parameters<typeof correct.mutate>[0], "id">) {
      decide(doubt, t("done.corrected"), async () =>
        mended(await correct.mutateAsync({ ...input, id: crypto.randomUUID() })),
      );
    },
    async undo() {
      const last = trail.at(-1);
      if (!last) return;
      setTrail((all) => all.filter((one) => one !== last));
      const undo = await last.undo;
      if (!undo) return;
      try {
        if (undo.kind === "kept") await undoKept.mutateAsync({ id: undo.id });
        else if (undo.kind === "left-out") await undoExclusion.mutateAsync({ decisionId: undo.decisionId });
        else await undoMend.mutateAsync({ photoId: undo.photoId, reviewId: undo.reviewId });
        open(last.doubtId);
        setChosenId(last.doubtId);
        setSaid(t("done.undone"));
      } catch (error) {
        tell(error);
      }
      await refresh();
    },
    /** Takes back what was kept or left out in an earlier visit. */
    takeBack: useCallback(
      ({ id, state: now, decisionId }: ShownDoubt) => {
        if (decisionId === null) return;
        const done = {
          onSuccess: () => {
            setSettled((all) => new Set([...all].filter((one) => one !== id)));
            setSaid(t("done.undone"));
            void queries.invalidateQueries({ queryKey: trpc.dataErrors.pathKey() });
          },
        };
        if (now === "kept") undoKept.mutate({ id: decisionId }, done);
        else undoExclusion.mutate({ decisionId }, done);
      },
      [undoKept.mutate, undoExclusion.mutate, queries, trpc, t],
    ),
  };
  return {
    query,
    doubts,
    current,
    at,
    said,
    canUndo: trail.length > 0,
    acts,
    forget: () => setSettled(new Set()),
  };
}
