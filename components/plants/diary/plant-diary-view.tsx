"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, BellOff, BellRing, Images, NotebookPen, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { PlantDiary } from "@/lib/contracts/plants";
import { shortDay } from "../format-day";
import { daysUntilLook } from "../plant-answer";
import { ReminderButton } from "../reminder-button";
import { ConditionTimeline } from "./condition-timeline";
import { LookEntry } from "./look-entry";
import { NoteField } from "./note-field";
import { useDiary } from "./use-diary";

/** A plant over time: its condition drawn, every look, its note, the day to look again. */
export function PlantDiaryView({ plantId }: { readonly plantId: string }) {
  const t = useTranslations("plants.diary");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const { data: plant, error } = useQuery(trpc.plants.get.queryOptions({ plantId }, { retry: false }));
  if (error)
    return (
      <EmptyState
        title={t("missing")}
        body={sentence(toApiError(error))}
        actions={
          <Button asChild>
            <Link href="/plants">{t("toPlants")}</Link>
          </Button>
        }
      />
    );
  if (!plant)
    return (
      <p role="status" className="px-6 py-10 text-center text-ink-soft">
        {t("loading")}
      </p>
    );
  return <Diary plant={plant} />;
}

function Diary({ plant }: { readonly plant: PlantDiary }) {
  const t = useTranslations("plants.diary");
  const waits = useTranslations("waits");
  const diary = useDiary();
  const router = useRouter();
  const { id: plantId, looks } = plant;
  const remove = async () => {
    if (await diary.remove(plantId, plant.name)) router.push("/plants");
  };
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-6 px-4 py-6 lg:px-6">
      <header className="flex flex-col gap-3">
        <Button asChild size="small" tone="quiet" className="-ml-2 self-start">
          <Link href="/plants">
            <ArrowLeft aria-hidden />
            {t("toPlants")}
          </Link>
        </Button>
        <Name plant={plant} onRename={(name) => void diary.update({ plantId, name })} />
        <div className="flex flex-wrap gap-2">
          <Button asChild tone="primary">
            <Link href={`/plants/check?plant=${plantId}`}>
              <Images aria-hidden />
              {t("lookAgain")}
            </Link>
          </Button>
          <Reminder plant={plant} onDay={(remindOn) => void diary.update({ plantId, remindOn })} />
          <Button tone="quiet" onClick={() => void remove()} waitsFor={diary.isBusy && waits("busy")}>
            <Trash2 aria-hidden />
            {t("deletePlant")}
          </Button>
        </div>
      </header>
      {looks.length > 0 ? (
        <div className="rounded-card border bg-raised p-4">
          <h2 className="mb-3 text-title font-semibold">{t("timeline")}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard */}
          <section tabIndex={0} aria-label={t("timeline")} className="overflow-x-auto">
            <ConditionTimeline looks={looks} />
          </section>
          <p className="mt-2 text-meta text-ink-soft">{t("timelineHint")}</p>
        </div>
      ) : null}
      <section aria-label={t("note")} className="flex flex-col gap-2">
        <h2 className="text-title font-semibold">{t("note")}</h2>
        <NoteField
          label={t("plantNote")}
          note={plant.note}
          onSave={(note) => void diary.update({ plantId, note }, t("noteKept"))}
        />
      </section>
      <section aria-label={t("looks")} className="flex flex-col gap-3">
        <h2 className="text-title font-semibold">{t("looks")}</h2>
        {looks.length === 0 ? (
          <EmptyState icon={<NotebookPen />} title={t("noLooks")} body={t("noLooksBody")} />
        ) : (
          <ol className="flex flex-col gap-3">
            {[...looks].reverse().map((look) => (
              <LookEntry
                key={look.id}
                look={look}
                onNote={(note) => void diary.noteLook(look.id, note)}
                onDelete={() => void diary.removeLook(look.id)}
              />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

function Name({
  plant,
  onRename,
}: {
  readonly plant: PlantDiary;
  readonly onRename: (name: string) => void;
}) {
  const t = useTranslations("plants.diary");
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null)
    return (
      <div className="flex items-center gap-2">
        <h1 className="min-w-0 text-display font-semibold tracking-[-0.01em] [overflow-wrap:anywhere]">
          {plant.name}
        </h1>
        <Button size="small" tone="quiet" onClick={() => setDraft(plant.name)}>
          <Pencil aria-hidden />
          {t("rename")}
        </Button>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.trim() === "") return;
    onRename(draft.trim());
    setDraft(null);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <h1 className="sr-only">{plant.name}</h1>
      <input
        aria-label={t("name")}
        // biome-ignore lint/a11y/noAutofocus: the person asked to write here
        autoFocus
        required
        maxLength={80}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setDraft(null)}
        className="h-11 min-w-0 flex-1 rounded-card border border-line-strong bg-raised px-2.5 text-title"
      />
      <Button type="submit" tone="primary">
        {t("keepName")}
      </Button>
      <Button onClick={() => setDraft(null)}>{t("cancel")}</Button>
    </form>
  );
}

function Reminder({
  plant,
  onDay,
}: {
  readonly plant: PlantDiary;
  readonly onDay: (day: string | null) => void;
}) {
  const t = useTranslations("plants.diary");
  const last = plant.looks.at(-1);
  if (!plant.remindOn)
    return (
      <ReminderButton
        plant={plant.name}
        days={last ? daysUntilLook(last.answer) : 7}
        onRemind={onDay}
        size="medium"
      />
    );
  const day = shortDay(`${plant.remindOn}T12:00:00`);
  return (
    <span className="inline-flex items-center gap-1.5 rounded-card border bg-sunken pl-3">
      <BellRing aria-hidden className="size-4 text-leaf" />
      <span className="tabular">{t("remindOn", { day })}</span>
      <Button tone="quiet" onClick={() => onDay(null)} aria-label={t("forgetReminder")}>
        <BellOff aria-hidden />
      </Button>
    </span>
  );
}
