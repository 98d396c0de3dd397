"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import { DecisionBar } from "@/components/review/decision-bar";
import { NothingLeft, NotOpened } from "@/components/review/desk-notice";
import { ReviewEvidence } from "@/components/review/evidence";
import { isFiltered, NO_FILTER, ReviewFilters } from "@/components/review/review-filters";
import { PeopleOn } from "@/components/review/team/people-on";
import { TakenOver } from "@/components/review/team/taken-over";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import { createEditorStore } from "@/lib/client/editor/editor-store";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DeskProblem } from "@/lib/client/review/review-desk";
import { useReviewPeople } from "@/lib/client/review/use-review-people";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { ReviewFilter, ReviewQueue } from "@/lib/contracts/review";
import { BEAT_MS } from "@/lib/contracts/review-people";
import { DeskStage } from "./desk-stage";
import { MeasureCard } from "./measure-card";
import { useHolding } from "./use-holding";
import { useReviewDesk } from "./use-review-desk";
import { useReviewKeys } from "./use-review-keys";

const NO_FACETS: ReviewQueue["facets"] = { classes: [], errorKinds: [], sources: [], disagreements: [] };
/** Used while there is no current photo, so that hooks have something to read. */
const NO_EDITOR: EditorStore = createEditorStore({ photo: { width: 1, height: 1 } });

/** Filters left, the photo and the decision in the middle, the evidence right: one key per photo. */
export function ReviewPage() {
  const t = useTranslations("review");
  const team = useTranslations("reviewTeam");
  useClassNames();
  const classes = useClasses();
  const [filter, setFilter] = useState<ReviewFilter>(NO_FILTER);
  const people = useReviewPeople();
  const [said, setSaid] = useState("");
  const { desk, state, queue, decidedSince } = useReviewDesk(filter, useProblemToast(), ({ opinion }) => {
    if (opinion) setSaid(team(`opinion.${opinion}`));
  });
  useWaitingForOthers(people.isSeveral && state.order.length === 0, queue.refetch);
  const holding = useHolding(desk, state.order, people.isSeveral);
  const [frontId] = state.order;
  const opening = frontId === undefined ? undefined : state.opened.get(frontId);
  // shown once it is sure that nobody else is on it
  const isOurs =
    people.isKnown && (!people.isSeveral || (frontId !== undefined && holding.held.has(frontId)));
  const photo = opening?.state === "ready" && isOurs ? opening.photo : undefined;
  const editor = photo?.editor ?? NO_EDITOR;
  const isDirty = useStore(editor, (edited) => edited.isDirty);
  const [isRejecting, setIsRejecting] = useState(false);

  const name = photo?.item.card.name ?? "";
  const act = (what: (() => void) | undefined, words: string) => {
    if (!photo || !what) return;
    what();
    setSaid(words);
  };
  const acts = {
    accept: () => {
      const [unnamed] = editor.getState().unnamed;
      if (!photo || !unnamed) return act(desk?.accept, t(isDirty ? "fixed" : "accepted", { name }));
      // no decision while a box waits for its name: it would be left out silently
      editor.getState().select([unnamed.id]);
      editor.getState().openPicker([unnamed.id]);
      setSaid(t("nameFirst"));
    },
    reject: (reason: string) => act(() => desk?.reject(reason), t("rejected", { name })),
    skip: () => {
      if (frontId === undefined) return;
      desk?.skip();
      setSaid(t("skipped", { name }));
    },
    undo: () => void desk?.undo().then((isDone) => isDone && setSaid(t("undone"))),
  };
  useReviewKeys({
    ...acts,
    hasPhoto: photo !== undefined,
    canUndo: state.trail.length > 0,
    startRejecting: () => setIsRejecting(photo !== undefined),
    compare: () => editor.getState().setCompare(!editor.getState().compare),
  });

  const filters = (
    <ReviewFilters
      filter={filter}
      facets={queue.data?.facets ?? NO_FACETS}
      classes={classes}
      onChange={setFilter}
      isSeveral={people.isSeveral}
    />
  );
  return (
    <main
      id="main"
      className={`grid flex-1 lg:min-h-[480px] lg:flex-none ${people.isSeveral ? "lg:h-[calc(100dvh-138px)]" : "lg:h-[calc(100dvh-93px)]"} lg:grid-cols-[220px_minmax(0,1fr)_340px] lg:grid-rows-[minmax(0,1fr)]`}
    >
      <aside
        aria-label={t("filters")}
        className="flex min-h-0 flex-col gap-5 overflow-y-auto border-r px-4 py-4 max-lg:border-r-0 max-lg:border-b max-lg:py-2"
      >
        <Heading queue={queue.data} filter={filter} decided={state.decided} decidedSince={decidedSince}>
          <FilterDialog isOn={isFiltered(filter)}>{filters}</FilterDialog>
        </Heading>
        <div className="max-lg:hidden">{filters}</div>
        {isFiltered(filter) ? (
          <Button size="small" className="self-start max-lg:hidden" onClick={() => setFilter(NO_FILTER)}>
            {t("clearFilters")}
          </Button>
        ) : null}
        <div className="max-lg:hidden">
          <MeasureCard unmeasured={queue.data?.unmeasured ?? 0} />
        </div>
      </aside>
      <div
        className={`flex min-h-0 min-w-0 flex-col ${people.isSeveral ? "max-lg:h-[calc(100dvh-195px)]" : "max-lg:h-[calc(100dvh-150px)]"}`}
      >
        {holding.lost && holding.lost.photoId === frontId ? (
          <TakenOver
            name={people.nameOf(holding.lost.userId)}
            onTakeBack={holding.takeOver}
            onNext={() => frontId !== undefined && desk?.withdraw([frontId])}
          />
        ) : null}
        {photo && people.othersOn(photo.item.card.photoId).length > 0 ? (
          <div className="border-b px-3 py-1.5">
            <PeopleOn people={people.othersOn(photo.item.card.photoId)} />
          </div>
        ) : null}
        {photo ? (
          <DeskStage photo={photo} classes={classes} />
        ) : (
          <div className="flex flex-1 items-center justify-center bg-sunken">
            {opening?.state === "failed" ? (
              <NotOpened problem={opening.problem} onAgain={() => desk?.again()} onSkip={acts.skip} />
            ) : frontId !== undefined ? (
              <p role="status" className="text-ink-soft">
                {t("opening")}
              </p>
            ) : queue.isError ? (
              <Failure error={queue.error} onRetry={() => void queue.refetch()} />
            ) : queue.isPending || (queue.isFetching && !people.isSeveral) ? (
              <p role="status" className="text-ink-soft">
                {t("loading")}
              </p>
            ) : (
              <NothingLeft
                isFiltered={isFiltered(filter)}
                skipped={state.skipped.length}
                privatePhotos={queue.data.privatePhotos}
                onClearFilter={() => setFilter(NO_FILTER)}
                onSkipped={() => desk?.bringBackSkipped()}
              />
            )}
          </div>
        )}
        <div className="flex items-center justify-between gap-3 border-t px-3 py-2.5">
          <p role="status" className="min-w-0 truncate text-ink-soft text-meta max-lg:sr-only">
            {said}
          </p>
          <div className="shrink-0 max-lg:w-full">
            <DecisionBar
              disabled={photo === undefined}
              isDirty={isDirty}
              canUndo={state.trail.length > 0}
              isRejecting={isRejecting}
              onRejecting={setIsRejecting}
              onAccept={acts.accept}
              onReject={acts.reject}
              onSkip={acts.skip}
              onUndo={acts.undo}
            />
          </div>
        </div>
      </div>
      <aside
        aria-label={t("evidence")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else to focus
        tabIndex={0}
        className="min-h-0 overflow-y-auto border-l max-lg:border-t max-lg:border-l-0"
      >
        {photo ? <ReviewEvidence key={photo.item.correction.id} photo={photo} classes={classes} /> : null}
      </aside>
    </main>
  );
}

/** While others have all photos in hand: looks now and then whether one is free again. */
function useWaitingForOthers(isWaiting: boolean, refetch: () => unknown): void {
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void refetch(), BEAT_MS / 3);
    return () => clearInterval(timer);
  }, [isWaiting, refetch]);
}

function useProblemToast(): (problem: DeskProblem) => void {
  const t = useTranslations("review");
  const show = useToast();
  const sentence = useErrorSentence();
  return useCallback(
    (problem) => show({ tone: "attention", title: t("notSent"), body: sentence(problem) }),
    [show, sentence, t],
  );
}

interface HeadingProps {
  readonly queue: ReviewQueue | undefined;
  readonly filter: ReviewFilter;
  readonly decided: number;
  readonly decidedSince: number;
  readonly children: ReactNode;
}

function Heading({ queue, filter, decided, decidedSince, children }: HeadingProps) {
  const t = useTranslations("review");
  const left = (count: number) => Math.max(0, count - decidedSince);
  const counts = queue
    ? isFiltered(filter)
      ? t("matching", { count: left(queue.total), total: left(queue.waiting) })
      : t("waiting", { count: left(queue.waiting) })
    : "";
  return (
    <header className="flex items-center justify-between gap-3">
      <div>
        <h1 className="font-semibold text-title">{t("title")}</h1>
        <p role="status" className="tabular text-ink-soft text-meta">
          {counts}
        </p>
        {decided > 0 ? (
          <p className="tabular text-ink-soft text-meta">{t("decidedHere", { count: decided })}</p>
        ) : null}
      </div>
      {children}
    </header>
  );
}

/** The filters when there is no room beside the photo. */
function FilterDialog({ isOn, children }: { readonly isOn: boolean; readonly children: ReactNode }) {
  const t = useTranslations("review");
  const close = useTranslations("shell")("close");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className={isOn ? "border-leaf lg:hidden" : "lg:hidden"}
      >
        <SlidersHorizontal aria-hidden />
        {t("showFilters")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("filters")} closeLabel={close}>
        <div className="mt-4 overflow-y-auto">{children}</div>
      </Dialog>
    </>
  );
}

function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useTranslations("review");
  const sentence = useErrorSentence();
  return (
    <EmptyState
      title={t("failedTitle")}
      body={sentence(toApiError(error))}
      actions={<Button onClick={onRetry}>{t("tryAgain")}</Button>}
    />
  );
}
