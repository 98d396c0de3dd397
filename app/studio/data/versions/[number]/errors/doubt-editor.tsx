"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { EditorStage } from "@/components/editor/editor-stage";
import { ToolBar } from "@/components/editor/tool-bar";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { editorOf } from "@/lib/client/review/desk-photo";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import { photoImageUrl } from "@/lib/contracts/library";
import type { ReviewItem } from "@/lib/contracts/review";
import type { Label } from "@/lib/core/editor/types";
import { useBoxColours } from "../../../../../_frame/use-box-colours";

interface DoubtEditorProps {
  readonly photoId: string;
  readonly name: string;
  readonly onSave: (correctionId: string, labels: readonly Label[]) => void;
  readonly onClose: () => void;
}

/** The boxes that stand on a photo now, to be corrected in place. */
export function DoubtEditor(props: DoubtEditorProps) {
  const t = useTranslations("dataErrors");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  useClassNames();
  const item = useQuery(
    trpc.review.item.queryOptions({ photoId: props.photoId }, { staleTime: 0, gcTime: 0 }),
  );
  if (item.isError)
    return (
      <div className="flex flex-col items-start gap-3">
        <p role="alert">{sentence(toApiError(item.error))}</p>
        <Button onClick={props.onClose}>{t("cancel")}</Button>
      </div>
    );
  if (!item.data || item.isFetching) return <p role="status">{t("loading")}</p>;
  return <OpenEditor key={item.data.correction.id} {...props} item={item.data} />;
}

function OpenEditor({ item, name, onSave, onClose }: DoubtEditorProps & { readonly item: ReviewItem }) {
  const t = useTranslations("dataErrors");
  const classes = useClasses();
  const colourOf = useBoxColours(classes);
  const store = useMemo(() => editorOf(item), [item]);
  const isDirty = useStore(store, (state) => state.isDirty);
  const [said, setSaid] = useState("");
  const save = () => {
    const { unnamed, select, openPicker, serialise } = store.getState();
    const [open] = unnamed;
    if (!open) return onSave(item.correction.id, serialise().labels);
    // a box without a name would be left out silently
    select([open.id]);
    openPicker([open.id]);
    setSaid(t("nameFirst"));
  };
  return (
    <section aria-label={t("editor", { name })} className="flex min-w-0 flex-col gap-2">
      <div className="flex h-12 items-center overflow-x-auto [scrollbar-width:none]">
        <ToolBar store={store} orientation="horizontal" />
      </div>
      <div className="relative h-[60dvh] min-h-80 overflow-hidden rounded-card bg-sunken">
        <EditorStage
          store={store}
          classes={classes.all}
          photoUrl={photoImageUrl(item.card.photoId, "full")}
          colourOf={colourOf}
          labelOf={classes.nameOf}
          className="!absolute inset-0"
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button tone="primary" waitsFor={!isDirty && t("nothingChanged")} onClick={save}>
          <Check aria-hidden />
          {t("save")}
        </Button>
        <Button onClick={onClose}>
          <X aria-hidden />
          {t("cancel")}
        </Button>
        <p role="status" className="text-ink-soft text-meta">
          {said}
        </p>
      </div>
    </section>
  );
}
