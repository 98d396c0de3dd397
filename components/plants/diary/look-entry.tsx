"use client";

import { ChevronRight, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { photoImageUrl } from "@/lib/contracts/library";
import type { PlantLook } from "@/lib/contracts/plants";
import { careCard } from "@/lib/core/plants/cards";
import { CareCardView } from "../care-card-view";
import { dayAndTime } from "../format-day";
import { LeafPicture } from "../leaf-picture";
import { LeafCount, namedConditions, VERDICT_LOOKS, VerdictText } from "../plant-answer";
import { NoteField } from "./note-field";

export interface LookEntryProps {
  readonly look: PlantLook;
  readonly onNote: (note: string) => void;
  readonly onDelete: () => void;
}

/** One day in a plant's diary: what its leaves said, the photos, the note, the care cards it points to. */
export function LookEntry({ look, onNote, onDelete }: LookEntryProps) {
  const t = useTranslations("plants.diary");
  const { answer, photos } = look;
  const { Icon, colour } = VERDICT_LOOKS[answer.verdict.kind];
  const when = dayAndTime(look.lookedAt);
  const cards = namedConditions(answer.verdict).flatMap(
    (condition) => careCard(answer.species, condition) ?? [],
  );
  return (
    <li className="rounded-card border bg-raised p-4">
      <article aria-label={when} className="flex flex-col gap-3">
        <header className="flex items-start gap-3">
          <Icon aria-hidden className={`mt-0.5 size-6 shrink-0 ${colour}`} />
          <div className="min-w-0 flex-1">
            <p className="tabular text-meta text-ink-soft">{when}</p>
            <h3 className="text-lead font-semibold">
              <VerdictText answer={answer} />
            </h3>
            {answer.leaves > 0 ? <LeafCount answer={answer} /> : null}
          </div>
          {answer.verdict.kind === "unsure" ? null : (
            <span className="first-letter:uppercase max-sm:hidden">
              <Badge>{answer.species}</Badge>
            </span>
          )}
          <IconButton label={t("deleteLook", { when })} size="small" side="left" onClick={onDelete}>
            <Trash2 aria-hidden className="!size-4" />
          </IconButton>
        </header>
        {photos.length > 0 ? (
          <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4 lg:grid-cols-6">
            {photos.map((photo) => (
              <li key={photo.photoId}>
                <Link
                  href={`/?photo=${photo.photoId}`}
                  aria-label={t("openPhoto", { name: photo.name })}
                  className="block rounded-card"
                >
                  <LeafPicture
                    url={photoImageUrl(photo.photoId, "thumb")}
                    size={photo}
                    boxes={photo.leaves}
                  />
                </Link>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-meta text-ink-soft">{t("photosGone")}</p>
        )}
        <NoteField label={t("lookNote", { when })} note={look.note} onSave={onNote} />
        {cards.map((card) => (
          <details key={card.condition} className="group border-t pt-3">
            <summary className="flex cursor-pointer items-center gap-2 rounded-small font-medium [&::-webkit-details-marker]:hidden">
              <ChevronRight
                aria-hidden
                className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
              />
              {t("card", { title: card.title })}
            </summary>
            <div className="mt-3">
              <CareCardView card={card} level={3} />
            </div>
          </details>
        ))}
      </article>
    </li>
  );
}
