"use client";

import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Star } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { ScrollAcross } from "@/components/ui/scroll-across";
import { type Experiment, keyOf, type MarkInput, type Price } from "@/lib/contracts/experiments";
import { shownCell, useColumnWords } from "./cells";
import type { Column, Order } from "./columns";
import { NoteField } from "./note-field";

const TONES: Record<Experiment["state"], BadgeTone> = {
  waiting: "plain",
  running: "unsure",
  complete: "good",
  pruned: "plain",
  failed: "attention",
  stopped: "plain",
};

interface ExperimentTableProps {
  readonly experiments: readonly Experiment[];
  readonly columns: readonly Column[];
  readonly price: Price | null;
  readonly order: Order | null;
  readonly chosen: ReadonlySet<string>;
  readonly canChoose: boolean;
  readonly onOrder: (order: Order | null) => void;
  readonly onChoose: (key: string, is: boolean) => void;
  readonly onMark: (mark: MarkInput) => void;
}

/** Every training in a line; the heads sort, what is missing stays last. */
export function ExperimentTable(props: ExperimentTableProps) {
  const t = useTranslations("experiments");
  const { experiments, columns } = props;
  return (
    <ScrollAcross label={t("table")} className="rounded-card border bg-raised">
      <table className="tabular w-full border-separate border-spacing-0">
        <thead className="text-left text-ink-soft text-meta">
          <tr>
            <th scope="col" className="w-px px-3 py-2">
              <span className="sr-only">{t("choose")}</span>
            </th>
            {columns.map((column) => (
              <Head key={column.id} column={column} {...props} />
            ))}
            <th scope="col" className="px-3 py-2 font-normal">
              {t("note")}
            </th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((experiment) => (
            <Row key={keyOf(experiment)} experiment={experiment} {...props} />
          ))}
        </tbody>
      </table>
    </ScrollAcross>
  );
}

type HeadProps = { readonly column: Column } & Pick<ExperimentTableProps, "order" | "onOrder">;

function Head({ column, order, onOrder }: HeadProps) {
  const words = useColumnWords()(column);
  const isOrder = order?.column === column.id;
  const isNumber = column.kind !== "text";
  // figures and numbers are first wanted from the highest down
  const next = () => {
    if (!isOrder) onOrder({ column: column.id, isDown: isNumber });
    else if (order.isDown === isNumber) onOrder({ column: column.id, isDown: !isNumber });
    else onOrder(null);
  };
  return (
    <th
      scope="col"
      aria-sort={isOrder ? (order.isDown ? "descending" : "ascending") : "none"}
      className={`px-1 py-1 font-normal ${column.id === "config" ? "sticky left-0 z-10 bg-raised" : ""}`}
    >
      <button
        type="button"
        onClick={next}
        className={`flex min-h-8 w-full flex-col justify-center rounded-card px-2 hover:bg-sunken pointer-coarse:min-h-11 ${isNumber ? "items-end text-right" : "items-start text-left"}`}
      >
        <span className="flex items-center gap-1 whitespace-nowrap text-ink">
          {words.title}
          {isOrder ? (
            order.isDown ? (
              <ArrowDown aria-hidden className="size-3" />
            ) : (
              <ArrowUp aria-hidden className="size-3" />
            )
          ) : null}
        </span>
        {words.hint ? <span className="whitespace-nowrap">{words.hint}</span> : null}
      </button>
    </th>
  );
}

type RowProps = { readonly experiment: Experiment } & Omit<
  ExperimentTableProps,
  "experiments" | "order" | "onOrder"
>;

function Row({ experiment, columns, price, chosen, canChoose, onChoose, onMark }: RowProps) {
  const t = useTranslations("experiments");
  const key = keyOf(experiment);
  const { runId, config, isStarred, isArchived } = experiment;
  const name = t("name", { config, run: runId.slice(0, 8) });
  const isChosen = chosen.has(key);
  return (
    <tr className={isChosen ? "bg-leaf-wash" : isArchived ? "text-ink-soft" : ""}>
      <td className="border-t px-3">
        <span className="flex items-center">
          <label className="flex size-9 items-center justify-center pointer-coarse:size-11">
            <span className="sr-only">{t("chooseOne", { name })}</span>
            <input
              type="checkbox"
              className="size-4 accent-leaf"
              checked={isChosen}
              aria-disabled={!isChosen && !canChoose}
              onChange={({ target }) => {
                if (!target.checked || canChoose) onChoose(key, target.checked);
              }}
            />
          </label>
          <IconButton
            label={t(isStarred ? "unstar" : "star", { name })}
            pressed={isStarred}
            size="small"
            onClick={() => onMark({ runId, config, isStarred: !isStarred })}
          >
            <Star aria-hidden className={isStarred ? "fill-current" : ""} />
          </IconButton>
          <IconButton
            label={t(isArchived ? "unarchive" : "archive", { name })}
            size="small"
            onClick={() => onMark({ runId, config, isArchived: !isArchived })}
          >
            {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          </IconButton>
        </span>
      </td>
      {columns.map((column) => (
        <Value key={column.id} experiment={experiment} column={column} price={price} isChosen={isChosen} />
      ))}
      <td className="min-w-44 border-t px-3">
        <NoteField name={name} note={experiment.note} onSave={(note) => onMark({ runId, config, note })} />
      </td>
    </tr>
  );
}

interface ValueProps {
  readonly experiment: Experiment;
  readonly column: Column;
  readonly price: Price | null;
  readonly isChosen: boolean;
}

function Value({ experiment, column, price, isChosen }: ValueProps) {
  const t = useTranslations("experiments");
  const { state, runId, config, verdict, modelId } = experiment;
  if (column.id === "config")
    return (
      <th
        scope="row"
        className={`sticky left-0 border-t px-3 py-1.5 text-left font-medium ${isChosen ? "bg-leaf-wash" : "bg-raised"}`}
      >
        <Link
          href={`/studio/training/${runId}`}
          className="whitespace-nowrap underline-offset-4 hover:underline"
        >
          {config}
        </Link>
        <span className="block whitespace-nowrap font-normal text-ink-soft text-meta">
          {modelId ?? t("run", { run: runId.slice(0, 8) })}
          {verdict ? ` · ${t(`verdicts.${verdict}`)}` : ""}
        </span>
      </th>
    );
  if (column.id === "state")
    return (
      <td className="border-t px-3">
        <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
      </td>
    );
  const value = column.cellOf(experiment);
  const text = shownCell(value, column.kind, price);
  return (
    <td className={`whitespace-nowrap border-t px-3 ${column.kind === "text" ? "" : "text-right"}`}>
      {value === null ? (
        <span className="text-ink-soft">
          <span aria-hidden>{text}</span>
          <span className="sr-only">{t("missing")}</span>
        </span>
      ) : (
        text
      )}
    </td>
  );
}
