"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { type ExperimentList, keyOf, MODELS_AT_MOST } from "@/lib/contracts/experiments";
import { useColumnWords } from "./cells";
import { ChosenView } from "./chosen-view";
import { columnsOf, type Filter, filtered, type Order, sorted } from "./columns";
import { experimentsCsv } from "./csv";
import { ExperimentTable } from "./experiment-table";
import { FilterBar } from "./filter-bar";
import { ParallelCoordinates } from "./parallel-coordinates";

/** Every run and trial in one table. */
export function ExperimentsView() {
  const t = useTranslations("experiments");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const list = useQuery(trpc.experiments.list.queryOptions());
  return (
    <div className="mx-auto flex w-full max-w-[1600px] min-w-0 flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <Link href="/studio/training" className="self-start text-ink-soft underline-offset-4 hover:underline">
        ← {t("back")}
      </Link>
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-2">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p className="w-full max-w-[70ch] text-ink-soft">{t("intro")}</p>
      </header>
      {list.isError ? (
        <EmptyState
          title={t("failedTitle")}
          body={sentence(toApiError(list.error))}
          actions={<Button onClick={() => void list.refetch()}>{t("tryAgain")}</Button>}
        />
      ) : list.isPending ? (
        <p role="status">{t("loading")}</p>
      ) : list.data.experiments.length === 0 ? (
        <EmptyState icon={<FlaskConical aria-hidden />} title={t("emptyTitle")} body={t("emptyBody")} />
      ) : (
        <Experiments list={list.data} />
      )}
    </div>
  );
}

const ALL: Filter = { text: "", state: "all", isStarred: false, isArchived: false };

function Experiments({ list: { experiments, price, left } }: { readonly list: ExperimentList }) {
  const t = useTranslations("experiments");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sentence = useErrorSentence();
  const wordsOf = useColumnWords();
  const [filter, setFilter] = useState(ALL);
  const [order, setOrder] = useState<Order | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const mark = useMutation(
    trpc.experiments.mark.mutationOptions({
      onSettled: () => queries.invalidateQueries(trpc.experiments.list.queryFilter()),
    }),
  );
  const fitting = useMemo(() => filtered(experiments, filter), [experiments, filter]);
  const columns = useMemo(() => columnsOf(fitting, price), [fitting, price]);
  const shown = useMemo(() => sorted(fitting, columns, order), [fitting, columns, order]);
  const picked = shown.filter((one) => chosen.has(keyOf(one)));
  const onExport = () => {
    const text = experimentsCsv(
      shown,
      columns.map((column) => {
        const { title, hint } = wordsOf(column);
        const unit = column.kind === "money" && price ? ` (${price.currency})` : "";
        return { column, title: `${[title, hint].filter(Boolean).join(", ")}${unit}` };
      }),
    );
    saveText(text, "experiments.csv");
  };
  return (
    <>
      <FilterBar
        filter={filter}
        shown={shown.length}
        all={experiments.length}
        onChange={setFilter}
        onExport={onExport}
      />
      {mark.error ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(mark.error))}
        </p>
      ) : null}
      <ExperimentTable
        experiments={shown}
        columns={columns}
        price={price}
        order={order}
        chosen={new Set(picked.map(keyOf))}
        canChoose={picked.length < MODELS_AT_MOST}
        onOrder={setOrder}
        onChoose={(key, is) => {
          // those that the filter hides are not chosen any more
          const next = new Set(picked.map(keyOf));
          if (is) next.add(key);
          else next.delete(key);
          setChosen(next);
        }}
        onMark={(input) => mark.mutate(input)}
      />
      <p className="text-ink-soft text-meta">
        {t("samePhotos")}{" "}
        {price ? t("price", { perHour: price.perHour, currency: price.currency }) : t("noPrice")}{" "}
        {left > 0 ? t("left", { count: left }) : ""}
      </p>
      {picked.length >= 2 ? (
        <ChosenView chosen={picked} />
      ) : (
        <p className="text-ink-soft">{t("chooseSome")}</p>
      )}
      <ParallelCoordinates columns={columns} experiments={shown} chosen={new Set(picked.map(keyOf))} />
    </>
  );
}

function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
