"use client";

import { ChevronLeft, ChevronRight, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { toApiError } from "@/lib/client/api/api-error";
import { useClassRegistry } from "@/lib/client/datasets/use-registry";
import { shownKey } from "@/lib/client/keys/key-table";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { ShownDoubt } from "@/lib/contracts/data-errors";
import { photoImageUrl } from "@/lib/contracts/library";
import type { Label } from "@/lib/core/editor/types";
import { VersionsPhoto } from "../versions-photo";
import { DoubtActions } from "./doubt-actions";
import { DoubtPhoto } from "./doubt-photo";
import { doubtSentence, doubtTexts } from "./doubt-words";
import { useDataErrorKeys } from "./use-data-error-keys";
import { type DeskFilter, useDoubtDesk } from "./use-doubt-desk";

/** The photo's boxes in the editor, until they are saved or put away. */
export type RenderEditor = (editing: {
  readonly photoId: string;
  readonly name: string;
  readonly onSave: (correctionId: string, labels: readonly Label[]) => void;
  readonly onClose: () => void;
}) => ReactNode;

interface DoubtDeskProps {
  readonly number: number;
  readonly filter: DeskFilter;
  readonly mayMend: boolean;
  readonly renderEditor: RenderEditor;
}

const VIEWS = ["close", "whole"] as const;

/** One doubt large, worst first, with what can be done about it; the others below. */
export function DoubtDesk({ number, filter, mayMend, renderEditor }: DoubtDeskProps) {
  const t = useTranslations("dataErrors");
  const registry = useClassRegistry();
  const sentence = useErrorSentence();
  const desk = useDoubtDesk(number, filter);
  const { query, doubts, current, at, acts } = desk;
  const [view, setView] = useState<(typeof VIEWS)[number]>("close");
  const [editing, setEditing] = useState<ShownDoubt | undefined>(undefined);
  // another list begins with its worst
  // biome-ignore lint/correctness/useExhaustiveDependencies: for a new filter alone
  useEffect(() => desk.forget(), [filter.kind, filter.state]);
  const isOpen = filter.state === "open";
  const edit = () => {
    if (mayMend && current?.photo.image) setEditing(current);
  };
  const isOfLabel = current && (current.label !== null || current.model !== null);
  useDataErrorKeys({
    hasDoubt: current !== undefined && editing === undefined && isOpen,
    canUndo: desk.canUndo && editing === undefined,
    next: acts.next,
    previous: acts.previous,
    take: () => mayMend && isOfLabel && acts.take(),
    keep: () => mayMend && acts.keep(),
    edit,
    leaveOut: () => mayMend && acts.leaveOut(),
    undo: acts.undo,
  });
  if (query.isError) return <p role="alert">{sentence(toApiError(query.error))}</p>;
  if (query.isPending) return <p role="status">{t("loading")}</p>;
  const status = (
    <p role="status" className="min-w-0 text-ink-soft text-meta">
      {desk.said}
    </p>
  );
  if (!current)
    return (
      <div className="flex flex-col gap-3">
        {status}
        <EmptyState title={t("nothingTitle")} body={isOpen ? t("nothingOpen") : t("nothingOther")} />
        {desk.canUndo ? (
          <Button className="self-center" onClick={acts.undo}>
            {t("undo")}
          </Button>
        ) : null}
      </div>
    );
  if (editing?.photo.image)
    return renderEditor({
      photoId: editing.photo.image,
      name: editing.photo.name,
      onClose: () => setEditing(undefined),
      onSave: (correctionId, labels) => {
        acts.correct(editing, { photoId: editing.photo.image!, correctionId, labels: [...labels] });
        setEditing(undefined);
      },
    });
  const texts = doubtTexts(t, current, registry);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="attention">{t(`kind.${current.kind}`)}</Badge>
        <span className="tabular text-ink-soft text-meta">
          {t("score", { score: current.score.toFixed(2) })}
        </span>
        <span className="tabular ml-auto text-ink-soft text-meta">
          {t("position", { at: at + 1, count: Math.max(doubts.length, query.data.total) })}
        </span>
        <IconButton label={t("previous")} shortcut={shownKey("previousDoubt")} onClick={acts.previous}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton label={t("next")} shortcut={shownKey("nextDoubt")} onClick={acts.next}>
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
      <section aria-label={t("desk")} className="flex flex-col gap-2">
        <DoubtPhoto
          photo={current.photo}
          doubt={current}
          {...texts}
          alt={t("photoOf", { name: current.photo.name })}
          isClose={view === "close"}
        />
        {current.copies.map((copy) => (
          <div key={copy.sha256} className="max-w-80">
            <VersionsPhoto {...copy} alt={copy.name} />
            <p className="truncate text-meta">
              {copy.name} <span className="text-ink-soft">{`${copy.split}, ${copy.source}`}</span>
            </p>
          </div>
        ))}
        <p>{doubtSentence(t, current, registry)}</p>
        <p className="text-ink-soft text-meta">
          {t(`acquaintance.${current.acquaintance}`)} · {current.photo.name} · {current.photo.split},{" "}
          {current.photo.source}
        </p>
      </section>
      <div className="flex flex-wrap items-center gap-2">
        {isOpen ? (
          <DoubtActions
            doubt={current}
            mayMend={mayMend}
            canUndo={desk.canUndo}
            onTake={acts.take}
            onKeep={acts.keep}
            onEdit={edit}
            onLeaveOut={acts.leaveOut}
            onUndo={acts.undo}
          />
        ) : current.decisionId !== null ? (
          <Button waitsFor={!mayMend && t("mayNot")} onClick={() => acts.takeBack(current)}>
            <Undo2 aria-hidden />
            {t("takeBack")}
          </Button>
        ) : null}
        <ChoiceSwitch
          label={t("desk")}
          choices={VIEWS}
          value={view}
          textOf={(one) => t(one)}
          onChange={setView}
          className="lg:ml-auto"
        />
      </div>
      {status}
      <DoubtStrip doubts={doubts} currentId={current.id} onChoose={acts.choose} />
    </div>
  );
}

interface DoubtStripProps {
  readonly doubts: readonly ShownDoubt[];
  readonly currentId: string;
  readonly onChoose: (id: string) => void;
}

/** The doubts as small photos, worst first. */
function DoubtStrip({ doubts, currentId, onChoose }: DoubtStripProps) {
  const t = useTranslations("dataErrors");
  return (
    <ul aria-label={t("list")} className="grid grid-cols-3 gap-2 sm:grid-cols-5 lg:grid-cols-6">
      {doubts.map(({ id, kind, photo, score }) => (
        <li key={id}>
          <button
            type="button"
            aria-current={id === currentId}
            onClick={() => {
              onChoose(id);
              scrollTo({ top: 0 });
            }}
            className={classNames(
              "flex w-full flex-col gap-1 rounded-card border p-1 text-left",
              id === currentId ? "border-leaf bg-sunken" : "border-transparent hover:bg-sunken",
            )}
          >
            <span className="flex aspect-square w-full items-center justify-center overflow-hidden rounded-small bg-sunken">
              {photo.image === null ? null : (
                // biome-ignore lint/performance/noImgElement: the server makes the thumbnail
                <img
                  src={photoImageUrl(photo.image, "thumb")}
                  alt={photo.name}
                  loading="lazy"
                  className="size-full object-cover"
                />
              )}
            </span>
            <span className="truncate text-meta">{t(`kind.${kind}`)}</span>
            <span className="tabular text-ink-soft text-meta">{score.toFixed(2)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
