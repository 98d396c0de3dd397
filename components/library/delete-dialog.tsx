"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { LibraryItem } from "@/lib/contracts/library";

interface DeleteDialogProps {
  readonly item: LibraryItem | null;
  readonly onClose: () => void;
}

/** Asks before a photo is deleted for good. A copy on the strip stays there, unsaved. */
export function DeleteDialog({ item, onClose }: DeleteDialogProps) {
  const t = useTranslations("library");
  const close = useTranslations("shell")("close");
  const waits = useTranslations("waits");
  const remove = useDelete(onClose);
  return (
    <Dialog
      open={item !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("deleteTitle")}
      description={t("deleteBody")}
      closeLabel={close}
    >
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{t("deleteNo")}</Button>
        <Button
          tone="danger"
          waitsFor={remove.isPending && waits("busy")}
          onClick={() => item && remove.mutate({ photoId: item.id })}
        >
          {t("deleteYes")}
        </Button>
      </div>
    </Dialog>
  );
}

function useDelete(onDone: () => void) {
  const t = useTranslations("library");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const sentence = useErrorSentence();
  const { queue } = useWorkspace();
  return useMutation(
    trpc.library.delete.mutationOptions({
      onSuccess: (_, { photoId }) => {
        const copy = queue.getState().photos.find(({ libraryId }) => libraryId === photoId);
        if (copy)
          queue.getState().update(copy.id, { libraryId: null, base: null, conflict: null, save: "idle" });
        void queries.invalidateQueries({ queryKey: trpc.library.list.pathKey() });
        show({ title: t("deleted") });
        onDone();
      },
      onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
    }),
  );
}
