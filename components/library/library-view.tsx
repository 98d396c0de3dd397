"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Images } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useDeferredValue, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useRestored, useUnsavedEdits } from "@/lib/client/workspace/use-restored-state";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { LibraryItem } from "@/lib/contracts/library";
import { ClassFilter, type LibraryFilter } from "./class-filter";
import { DeleteDialog } from "./delete-dialog";
import { HistoryDialog } from "./history-dialog";
import { formatDay, PhotoCard } from "./photo-card";
import { ANY_TIME, periodBounds } from "./saved-period";
import { SharingSettings } from "./sharing-settings";

const PAGE = 24;
const NO_FILTER: LibraryFilter = { search: "", classIds: [], saved: ANY_TIME };

/** Every saved photo, newest first by day, with its boxes; searched by class, opened, deleted. */
export function LibraryView() {
  const t = useTranslations("library");
  const waits = useTranslations("waits");
  useClassNames();
  const classes = useClasses();
  const [filter, setFilter] = useState(NO_FILTER);
  const [doomed, setDoomed] = useState<LibraryItem | null>(null);
  const [remembered, setRemembered] = useState<LibraryItem | null>(null);
  const hasUnsavedEdits = useUnsavedEdits(remembered?.id);
  const onRestored = useRestored();
  const query = useLibrary(useDeferredValue(filter));
  const first = query.data?.pages[0];
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const isFiltered =
    filter.search.trim() !== "" || filter.classIds.length > 0 || filter.saved.period !== "any";

  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p role="status" className="tabular text-ink-soft">
          {first ? t("count", { count: first.total }) : null}
        </p>
        <div className="ml-auto">
          <SharingSettings />
        </div>
      </header>
      {first && (first.total > 0 || isFiltered) ? (
        <ClassFilter filter={filter} onChange={setFilter} found={first.classes} classes={classes} />
      ) : null}
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeletons label={t("loading")} />
      ) : items.length > 0 ? (
        <Days items={items} onDelete={setDoomed} onHistory={setRemembered} />
      ) : (
        <Nothing isFiltered={isFiltered} onClear={() => setFilter(NO_FILTER)} />
      )}
      {query.hasNextPage ? (
        <Button
          className="self-center"
          waitsFor={query.isFetchingNextPage && waits("busy")}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t("loading") : t("more")}
        </Button>
      ) : null}
      <DeleteDialog item={doomed} onClose={() => setDoomed(null)} />
      <HistoryDialog
        photo={remembered}
        classes={classes}
        hasUnsavedEdits={hasUnsavedEdits}
        onClose={() => setRemembered(null)}
        onRestored={onRestored}
      />
    </div>
  );
}

function useLibrary({ search, classIds, saved }: LibraryFilter) {
  const trpc = useTRPC();
  const bounds = useMemo(() => periodBounds(saved, new Date()), [saved]);
  return useInfiniteQuery(
    trpc.library.list.infiniteQueryOptions(
      { limit: PAGE, search: search.trim(), classIds: [...classIds], ...bounds },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
}

/** Items in the order they came, under the day they were saved. */
function groupByDay(items: readonly LibraryItem[]): readonly (readonly [string, readonly LibraryItem[]])[] {
  const days = new Map<string, LibraryItem[]>();
  for (const item of items) {
    const day = formatDay(item.savedAt);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}

interface DaysProps {
  readonly items: readonly LibraryItem[];
  readonly onDelete: (item: LibraryItem) => void;
  readonly onHistory: (item: LibraryItem) => void;
}

function Days({ items, onDelete, onHistory }: DaysProps) {
  const classes = useClasses();
  const days = useMemo(() => groupByDay(items), [items]);
  return (
    <div className="flex flex-col gap-8">
      {days.map(([day, photos]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className="mb-3 font-medium text-ink-soft">
            {day}
          </h2>
          <ul className="grid grid-cols-2 gap-x-3 gap-y-5 sm:grid-cols-3 lg:grid-cols-4 lg:gap-x-4">
            {photos.map((item) => (
              <PhotoCard
                key={item.id}
                item={item}
                classes={classes}
                onDelete={onDelete}
                onHistory={onHistory}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Nothing({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const t = useTranslations("library");
  if (isFiltered) {
    return (
      <EmptyState
        title={t("noMatchTitle")}
        actions={<Button onClick={onClear}>{t("noMatchAction")}</Button>}
      />
    );
  }
  return (
    <EmptyState
      className="flex-1 justify-center"
      icon={<Images aria-hidden />}
      title={t("emptyTitle")}
      body={t("emptyBody")}
      actions={
        <Button asChild tone="primary">
          <Link href="/">{t("emptyAction")}</Link>
        </Button>
      }
    />
  );
}

function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useTranslations("library");
  const sentence = useErrorSentence();
  return (
    <EmptyState
      title={t("failedTitle")}
      body={sentence(toApiError(error))}
      actions={<Button onClick={onRetry}>{t("tryAgain")}</Button>}
    />
  );
}

/** The grid's shape while it is on its way. */
function Skeletons({ label }: { readonly label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="mt-8 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4"
    >
      {["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
        <span key={key} className="aspect-[4/3] rounded-card bg-sunken" />
      ))}
    </div>
  );
}
