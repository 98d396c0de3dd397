"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { useToast } from "@/components/ui/toast";
import { shownKey } from "@/lib/client/keys/key-table";
import { hasUnsavedEdits, type PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useEditor, useQueue, useWorkspace } from "@/lib/client/workspace/workspace-context";

interface FilmstripProps {
  readonly onAdd: () => void;
  readonly className?: string;
}

/** The queued photos; arrow keys go along it, Delete takes one off (with undo). A finger has its button beside the photo in front. */
export function Filmstrip({ onAdd, className }: FilmstripProps) {
  const t = useTranslations("strip");
  const intake = useTranslations("intake");
  const { queue } = useWorkspace();
  const photos = useQueue((state) => state.photos);
  const activeId = useQueue((state) => state.activeId);
  const reading = useQueue((state) => state.reading);
  const total = photos.length + reading;
  const done = photos.filter(({ state }) => state === "done" || state === "failed").length;

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    queue.getState().step(step);
  }

  return (
    <section aria-label={t("label")} className={classNames("flex items-center gap-2 px-3", className)}>
      <ul
        onKeyDown={onKeyDown}
        className="flex h-full min-w-0 flex-1 items-center gap-2 overflow-x-auto px-1 [scrollbar-width:thin]"
      >
        {photos.map((photo) => (
          <StripPhoto key={photo.id} photo={photo} isActive={photo.id === activeId} />
        ))}
        <li className="shrink-0">
          <IconButton
            label={intake("add")}
            shortcut={shownKey("addPhotos")}
            side="top"
            size="large"
            onClick={onAdd}
            className="border border-line-strong border-dashed"
          >
            <Plus aria-hidden />
          </IconButton>
        </li>
      </ul>
      {total > 1 && done < total ? (
        <p className="tabular shrink-0 text-ink-soft text-meta max-lg:sr-only">
          {t("progress", { done, total })}
        </p>
      ) : null}
    </section>
  );
}

interface StripPhotoProps {
  readonly photo: PhotoItem;
  readonly isActive: boolean;
}

/** Drawn again only when its own photo changes: with a hundred on the strip, each new one would draw all the others. */
const StripPhoto = memo(function StripPhoto({ photo, isActive }: StripPhotoProps) {
  const t = useTranslations("strip");
  const { queue } = useWorkspace();
  const remove = useRemovePhoto();
  const ref = useRef<HTMLButtonElement>(null);
  const state = useStateWords(photo);

  useEffect(() => {
    if (!isActive) return;
    ref.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    // Arrow keys moved here from a neighbour: focus follows the front photo within the strip.
    if (ref.current?.closest("ul")?.contains(document.activeElement)) ref.current.focus();
  }, [isActive]);

  return (
    <li className="group relative flex shrink-0 items-center">
      <button
        ref={ref}
        type="button"
        aria-current={isActive}
        aria-label={t("photo", { name: photo.name, state })}
        tabIndex={isActive ? 0 : -1}
        onClick={() => queue.getState().activate(photo.id)}
        onKeyDown={(event) => {
          if (event.key !== "Delete") return;
          event.preventDefault(); // the editor's Delete is for boxes
          remove(photo);
        }}
        className={classNames(
          "relative block h-12 min-w-11 overflow-hidden rounded-small bg-sunken lg:h-14",
          isActive ? "ring-2 ring-leaf ring-offset-2 ring-offset-paper" : "opacity-80 hover:opacity-100",
        )}
        style={{ width: `clamp(44px, ${(photo.size.width / photo.size.height) * 56}px, 96px)` }}
      >
        {/* biome-ignore lint/performance/noImgElement: a local object URL */}
        <img src={photo.thumbUrl} alt="" className="size-full object-cover" />
        {photo.state === "detecting" ? (
          <span className="absolute inset-0 overflow-hidden">
            <span className="block h-full w-full animate-sweep bg-gradient-to-r from-transparent via-white/60 to-transparent" />
          </span>
        ) : null}
        <StateDot photo={photo} />
      </button>
      <IconButton
        label={t("remove", { name: photo.name })}
        side="top"
        size="small"
        tabIndex={-1}
        onClick={() => remove(photo)}
        className="!absolute -top-1.5 -right-1.5 !size-6 rounded-full border bg-raised opacity-0 shadow-float focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:!static pointer-coarse:!size-11 pointer-coarse:border-0 pointer-coarse:bg-transparent pointer-coarse:opacity-100 pointer-coarse:shadow-none pointer-coarse:group-not-has-[[aria-current=true]]:hidden [&_svg]:!size-3.5 pointer-coarse:[&_svg]:!size-5"
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
});

/** One dot: what state a photo is in. The words are in the button's name. */
function StateDot({ photo }: { readonly photo: PhotoItem }) {
  const isDirty = useEditor(photo, (editor) => editor.isDirty);
  const colour =
    photo.state === "failed" || photo.save === "failed"
      ? "bg-tomato"
      : hasUnsavedEdits(photo, isDirty)
        ? "bg-saffron"
        : photo.save === "waiting" || photo.save === "conflict"
          ? "bg-saffron"
          : photo.libraryId
            ? "bg-leaf"
            : photo.state === "done"
              ? "bg-white"
              : null;
  if (!colour) return null;
  return (
    <span
      className={classNames(
        "absolute right-1 bottom-1 size-2 rounded-full shadow-[0_0_0_1.5px_rgb(0_0_0/0.55)]",
        colour,
      )}
    />
  );
}

function useStateWords(photo: PhotoItem): string {
  const t = useTranslations("strip");
  const count = useEditor(photo, (editor) => editor.stageBoxes.length);
  const unnamed = useEditor(photo, (editor) => editor.unnamed.length);
  const isDirty = useEditor(photo, (editor) => editor.isDirty);
  const main = photo.state === "done" ? t("done", { count }) : t(photo.state);
  const words = [main];
  if (unnamed > 0) words.push(t("unnamed", { count: unnamed }));
  if (photo.save === "waiting") words.push(t("waits"));
  else if (photo.save === "conflict") words.push(t("conflict"));
  else if (hasUnsavedEdits(photo, isDirty)) words.push(t("unsaved"));
  else if (photo.libraryId) words.push(t("saved"));
  return words.join(", ");
}

function useRemovePhoto(): (photo: PhotoItem) => void {
  const t = useTranslations("strip");
  const show = useToast();
  const { queue } = useWorkspace();
  return ({ id }) => {
    const removed = queue.getState().remove(id);
    if (!removed) return;
    show({
      title: t("removed", { name: removed.photo.name }),
      action: { label: t("undo"), onAct: () => queue.getState().putBack(removed.photo, removed.index) },
    });
  };
}
