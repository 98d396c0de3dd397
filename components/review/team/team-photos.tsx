"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { type PeopleAtWork, useReviewPeople } from "@/lib/client/review/use-review-people";
import type { TeamPhoto } from "@/lib/contracts/review-people";
import { PeopleOn } from "./people-on";
import { PhotoLine } from "./photo-line";

const WHOSE = ["all", "mine", "nobody", "somebody"] as const;
type Whose = (typeof WHOSE)[number];

function isWhose({ assignedTo }: TeamPhoto, whose: Whose, me: string | undefined): boolean {
  if (whose === "mine") return assignedTo === me;
  if (whose === "nobody") return assignedTo === null;
  return whose === "all" || (assignedTo !== null && assignedTo !== me);
}

/** The waiting photos: whose they are, who is on them, and what two people review; shared out from here. */
export function TeamPhotos() {
  const t = useTranslations("reviewTeam");
  const trpc = useTRPC();
  const people = useReviewPeople();
  const { data: photos } = useQuery(trpc.review.photos.queryOptions());
  const [whose, setWhose] = useState<Whose>("all");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (!photos) return <p role="status">{t("loading")}</p>;
  const shown = photos.filter((photo) => isWhose(photo, whose, people.data?.me));
  const marked = shown.filter(({ photoId }) => chosen.has(photoId)).map(({ photoId }) => photoId);
  const toggle = (photoId: string) => {
    const next = new Set(chosen);
    if (!next.delete(photoId)) next.add(photoId);
    setChosen(next);
  };
  return (
    <Section title={t("photosTitle")} hint={t("photosHint")}>
      <div className="flex flex-wrap items-center gap-3">
        <ChoiceSwitch
          label={t("whoseLabel")}
          choices={WHOSE}
          value={whose}
          textOf={(choice) => t(`whose.${choice}`)}
          onChange={setWhose}
          className="max-sm:w-full"
        />
        <Button
          waitsFor={shown.length === 0 && t("noPhotosHere")}
          onClick={() =>
            setChosen(new Set(marked.length === shown.length ? [] : shown.map(({ photoId }) => photoId)))
          }
        >
          {t(marked.length > 0 && marked.length === shown.length ? "markNone" : "markAll")}
        </Button>
      </div>
      <ShareOut photoIds={marked} people={people} onDone={() => setChosen(new Set())} />
      {shown.length === 0 ? (
        <EmptyState title={t("noPhotosHere")} />
      ) : (
        <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
          {shown.map((photo) => (
            <PhotoRow
              key={photo.photoId}
              photo={photo}
              people={people}
              isMarked={chosen.has(photo.photoId)}
              onToggle={() => toggle(photo.photoId)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

interface PhotoRowProps {
  readonly photo: TeamPhoto;
  readonly people: PeopleAtWork;
  readonly isMarked: boolean;
  readonly onToggle: () => void;
}

function PhotoRow({ photo, people, isMarked, onToggle }: PhotoRowProps) {
  const t = useTranslations("reviewTeam");
  const { photoId, name, assignedTo, opinions } = photo;
  return (
    <li>
      <label className="flex min-h-11 cursor-pointer items-center gap-3 rounded-card border p-2 hover:bg-sunken has-[:checked]:border-leaf">
        <input
          type="checkbox"
          checked={isMarked}
          onChange={onToggle}
          className="size-5 shrink-0 accent-leaf"
          aria-label={t("mark", { name })}
        />
        <PhotoLine photoId={photoId} name={name}>
          <span className="flex flex-wrap gap-1">
            <Badge>
              {assignedTo ? t("assignedTo", { name: people.nameOf(assignedTo) }) : t("assignedToNobody")}
            </Badge>
            {opinions === null ? null : <Badge tone="good">{t("opinionsIn", { count: opinions })}</Badge>}
            <PeopleOn people={people.othersOn(photoId)} />
          </span>
        </PhotoLine>
      </label>
    </li>
  );
}

interface ShareOutProps {
  readonly photoIds: readonly string[];
  readonly people: PeopleAtWork;
  readonly onDone: () => void;
}

/** Gives the marked photos to people, evenly, or asks two people for each. */
function ShareOut({ photoIds, people, onDone }: ShareOutProps) {
  const t = useTranslations("reviewTeam");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const sentence = useErrorSentence();
  const [to, setTo] = useState<ReadonlySet<string>>(new Set());
  const options = {
    onSuccess: ({ photos }: { photos: number }) => {
      show({ title: t("done", { count: photos }) });
      void queries.invalidateQueries(trpc.review.photos.pathFilter());
      onDone();
    },
    onError: (error: unknown) => show({ tone: "attention" as const, title: sentence(toApiError(error)) }),
  };
  const assign = useMutation(trpc.review.assign.mutationOptions(options));
  const ask = useMutation(trpc.review.askOpinions.mutationOptions(options));
  const reviewers = (people.data?.people ?? []).filter(({ mayReview }) => mayReview);
  const nothing = photoIds.length === 0 && t("markFirst");
  const ids = [...photoIds];
  return (
    <div className="flex flex-col gap-3 rounded-card bg-sunken p-3">
      <fieldset>
        <legend className="mb-1 text-ink-soft text-meta">{t("giveTo")}</legend>
        <div className="flex flex-wrap gap-x-4">
          {reviewers.map(({ id, name }) => (
            <label key={id} className="flex min-h-11 items-center gap-2">
              <input
                type="checkbox"
                className="size-5 accent-leaf"
                checked={to.has(id)}
                onChange={() => {
                  const next = new Set(to);
                  if (!next.delete(id)) next.add(id);
                  setTo(next);
                }}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          waitsFor={nothing || (to.size === 0 && t("choosePeople"))}
          onClick={() => assign.mutate({ photoIds: ids, userIds: [...to] })}
        >
          {t("assign", { count: ids.length })}
        </Button>
        <Button waitsFor={nothing} onClick={() => assign.mutate({ photoIds: ids, userIds: [] })}>
          {t("unassign")}
        </Button>
        <Button waitsFor={nothing} onClick={() => ask.mutate({ photoIds: ids, isAsked: true })}>
          {t("askTwo")}
        </Button>
        <Button waitsFor={nothing} onClick={() => ask.mutate({ photoIds: ids, isAsked: false })}>
          {t("askOne")}
        </Button>
      </div>
    </div>
  );
}
