"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { Correction, Revision } from "@/lib/contracts/corrections";
import { photoImageUrl } from "@/lib/contracts/library";
import { REJECT_REASONS } from "@/lib/contracts/review";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { Size } from "@/lib/core/geometry/box";
import { PhotoBoxes } from "./photo-boxes";

export interface HistoryDialogProps {
  /** Null: closed. */
  readonly photo: (Size & { readonly id: string }) | null;
  readonly classes: ClassLookup;
  /** Edits on the stage that no state holds: restoring would lose them. */
  readonly hasUnsavedEdits?: boolean;
  readonly onClose: () => void;
  readonly onRestored?: (correction: Correction) => void;
}

/** Every saved state of a photo, newest first, drawn; each can be restored as a new one. */
export function HistoryDialog(props: HistoryDialogProps) {
  const { photo, classes, hasUnsavedEdits = false, onClose, onRestored } = props;
  const t = useTranslations("history");
  const close = useTranslations("shell")("close");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const { data, error, refetch } = useQuery(
    trpc.corrections.revisions.queryOptions(
      { photoId: photo?.id ?? "" },
      { enabled: photo !== null, staleTime: 0 },
    ),
  );
  const restore = useRestore((correction) => {
    onRestored?.(correction);
    onClose();
  });
  return (
    <Dialog
      open={photo !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t(hasUnsavedEdits ? "saveFirst" : "body")}
      closeLabel={close}
      width="wide"
    >
      {error ? (
        <div className="mt-4 flex items-center gap-3">
          <p>{sentence(toApiError(error))}</p>
          <Button size="small" onClick={() => void refetch()}>
            {t("tryAgain")}
          </Button>
        </div>
      ) : (
        <ol
          aria-label={t("title")}
          aria-busy={!data}
          className="-mr-2 mt-4 flex flex-col overflow-y-auto pr-2"
        >
          {photo && data
            ? data.map((revision, index) => (
                <State
                  key={revision.correction.id}
                  revision={revision}
                  photo={photo}
                  classes={classes}
                  isNewest={index === 0}
                  isLocked={hasUnsavedEdits || restore.isPending}
                  onRestore={() =>
                    restore.mutate({
                      photoId: photo.id,
                      revision: revision.correction.revision,
                      baseId: data[0]?.correction.id,
                    })
                  }
                />
              ))
            : null}
          {data?.length === 0 ? <li className="py-3 text-ink-soft">{t("empty")}</li> : null}
        </ol>
      )}
    </Dialog>
  );
}

function useRestore(onDone: (correction: Correction) => void) {
  const t = useTranslations("history");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const sentence = useErrorSentence();
  return useMutation(
    trpc.corrections.restore.mutationOptions({
      onSuccess: (correction) => {
        for (const queryKey of [trpc.library.pathKey(), trpc.corrections.pathKey(), trpc.review.pathKey()])
          void queries.invalidateQueries({ queryKey });
        show({
          title: t("restored", { from: correction.restoredFrom ?? 0, revision: correction.revision }),
        });
        onDone(correction);
      },
      onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
    }),
  );
}

interface StateProps {
  readonly revision: Revision;
  readonly photo: Size & { readonly id: string };
  readonly classes: ClassLookup;
  readonly isNewest: boolean;
  readonly isLocked: boolean;
  readonly onRestore: () => void;
}

function State({ revision, photo, classes, isNewest, isLocked, onRestore }: StateProps) {
  const t = useTranslations("history");
  const waits = useTranslations("waits");
  const { correction, author } = revision;
  const saved = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
  const number = correction.revision;
  return (
    <li className="flex gap-4 border-t py-3 first:border-t-0">
      <span
        className="relative block h-24 shrink-0 overflow-hidden rounded-small bg-sunken"
        style={{ aspectRatio: `${photo.width} / ${photo.height}`, maxWidth: 160 }}
      >
        {/* biome-ignore lint/performance/noImgElement: the server makes the thumbnail */}
        <img
          src={photoImageUrl(photo.id, "thumb")}
          alt=""
          loading="lazy"
          className="absolute inset-0 size-full object-cover"
        />
        <PhotoBoxes boxes={standingBoxes(correction)} photo={photo} classes={classes} />
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="flex flex-wrap items-center gap-2 font-medium">
          {t("state", { number })}
          {isNewest ? <Badge>{t("now")}</Badge> : null}
          <Verdict review={revision.review} />
        </h3>
        <p className="tabular text-ink-soft text-meta">
          {t("by", { author, date: saved.format(new Date(correction.createdAt)) })}
          {" · "}
          {correction.modelId ? t("model", { model: correction.modelId }) : t("noModel")}
        </p>
        <Changes revision={revision} />
        <Errors errors={revision.errors} />
      </div>
      {isNewest ? null : (
        <Button
          size="small"
          waitsFor={isLocked && waits("edits")}
          aria-label={t("restoreNamed", { number })}
          onClick={onRestore}
          className="self-center"
        >
          {t("restore")}
        </Button>
      )}
    </li>
  );
}

/** "2 added, 1 moved" against the state before; changes that only a model made are listed separately. */
function Changes({ revision: { correction, changes, modelChanges } }: Pick<StateProps, "revision">) {
  const t = useTranslations("history");
  const wordsOf = (counts: Revision["changes"]) =>
    (["added", "removed", "relabelled", "moved"] as const)
      .filter((kind) => counts[kind] > 0)
      .map((kind) => t(kind, { count: counts[kind] }))
      .join(", ");
  const byModel = wordsOf(modelChanges);
  const parts = [wordsOf(changes), byModel && t("byModel", { changes: byModel })].filter(Boolean);
  const text = parts.length > 0 ? parts.join("; ") : t("unchanged");
  if (correction.restoredFrom !== null) {
    return <p className="mt-1">{t("broughtBack", { number: correction.restoredFrom, changes: text })}</p>;
  }
  return <p className="mt-1">{text}</p>;
}

/** What the state says the model got wrong, by kind. */
function Errors({ errors }: Pick<Revision, "errors">) {
  const t = useTranslations("history");
  const counts = new Map<Revision["errors"][number]["kind"], number>();
  for (const { kind, count } of errors) counts.set(kind, (counts.get(kind) ?? 0) + count);
  if (counts.size === 0) return null;
  return (
    <p className="mt-1.5 flex flex-wrap gap-1.5">
      {[...counts].map(([kind, count]) => (
        <Badge key={kind} tone={kind === "loose" ? "unsure" : "attention"}>
          {t(kind, { count })}
        </Badge>
      ))}
    </p>
  );
}

function Verdict({ review }: Pick<Revision, "review">) {
  const t = useTranslations("history");
  const reasons = useTranslations("review.reason");
  if (!review) return null;
  if (review.verdict !== "rejected") return <Badge tone="good">{t(review.verdict)}</Badge>;
  const known = REJECT_REASONS.find((reason) => reason === review.reason);
  return <Badge tone="attention">{t("rejected", { reason: known ? reasons(known) : review.reason })}</Badge>;
}
