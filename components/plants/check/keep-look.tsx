"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { NotebookPen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { CheckPhoto } from "@/lib/client/plants/plant-check";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { PlantAnswer } from "@/lib/core/plants/combine";

export interface KeepLookProps {
  readonly answer: PlantAnswer;
  readonly photos: readonly CheckPhoto[];
  /** Classes that are leaves; other boxes are not kept. */
  readonly leafIds: ReadonlySet<number>;
  /** The plant the check was started from. */
  readonly plantId: string | null;
  readonly onKept: () => void;
}

const NEW = "new";
const FIELD =
  "h-9 w-full rounded-card border border-line-strong bg-raised px-2.5 pointer-coarse:h-11 pointer-coarse:text-lead";

/** Keeps photos and answer in a plant's diary: one that is there, or a new one with a name. */
export function KeepLook({ answer, photos, leafIds, plantId, onKept }: KeepLookProps) {
  const t = useTranslations("plants.keep");
  const waits = useTranslations("waits");
  const id = useId();
  const trpc = useTRPC();
  const plants = useQuery(trpc.plants.list.queryOptions()).data?.plants ?? [];
  const [chosen, setChosen] = useState<string>(plantId ?? NEW);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const keep = useKeep({ photos, leafIds, onKept });
  // a plant that does not exist (or no longer does) is a new one
  const target = plants.some((plant) => plant.id === chosen) ? chosen : NEW;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate({ plant: target === NEW ? { name } : { id: target }, answer, note });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-card border bg-raised p-4">
      <h2 className="text-lead font-semibold">{t("title")}</h2>
      {plants.length > 0 ? (
        <label className="flex flex-col gap-1" htmlFor={`${id}-plant`}>
          <span className="text-meta font-medium text-ink-soft">{t("plant")}</span>
          <select
            id={`${id}-plant`}
            value={target}
            onChange={(event) => setChosen(event.target.value)}
            className={FIELD}
          >
            {plants.map((plant) => (
              <option key={plant.id} value={plant.id}>
                {plant.name}
              </option>
            ))}
            <option value={NEW}>{t("newPlant")}</option>
          </select>
        </label>
      ) : null}
      {target === NEW ? (
        <label className="flex flex-col gap-1" htmlFor={`${id}-name`}>
          <span className="text-meta font-medium text-ink-soft">{t("name")}</span>
          <input
            id={`${id}-name`}
            required
            maxLength={80}
            value={name}
            placeholder={t("nameExample")}
            onChange={(event) => setName(event.target.value)}
            className={FIELD}
          />
        </label>
      ) : null}
      <label className="flex flex-col gap-1" htmlFor={`${id}-note`}>
        <span className="text-meta font-medium text-ink-soft">{t("note")}</span>
        <textarea
          id={`${id}-note`}
          rows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className="rounded-card border border-line-strong bg-raised px-2.5 py-1.5 pointer-coarse:text-lead"
        />
      </label>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          tone="primary"
          type="submit"
          waitsFor={
            target === NEW && name.trim() === "" ? waits("plantName") : keep.isPending && waits("busy")
          }
        >
          <NotebookPen aria-hidden />
          {keep.isPending ? t("keeping") : t("keep")}
        </Button>
        <p className="min-w-0 flex-1 text-meta text-ink-soft">{t("where")}</p>
      </div>
    </form>
  );
}

interface Kept {
  readonly plant: { readonly id: string } | { readonly name: string };
  readonly answer: PlantAnswer;
  readonly note: string;
}

function useKeep({ photos, leafIds, onKept }: Pick<KeepLookProps, "photos" | "leafIds" | "onKept">) {
  const t = useTranslations("plants.keep");
  const { api } = useWorkspace();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const show = useToast();
  const sentence = useErrorSentence();
  return useMutation({
    mutationFn: async ({ plant, answer, note }: Kept) => {
      const uploaded = new Map<string, { leaves: CheckPhoto["boxes"]; isNew: boolean }>();
      for (const photo of photos) {
        const { photoId, alreadyStored } = await api.uploadPhoto(photo.blob, photo.name);
        const leaves = photo.boxes.filter(({ classId }) => leafIds.has(classId));
        // the same picture added twice is one photo
        if (!uploaded.has(photoId)) uploaded.set(photoId, { leaves, isNew: !alreadyStored });
      }
      return client.plants.addLook.mutate({
        plant,
        note,
        modelId: photos.find(({ modelId }) => modelId !== null)?.modelId ?? null,
        answer: { ...answer, votes: answer.votes.map((vote) => ({ ...vote })) },
        photos: [...uploaded].map(([photoId, { leaves, isNew }]) => ({
          photoId,
          isNew,
          leaves: leaves.map((leaf) => ({ ...leaf, box: { ...leaf.box } })),
        })),
      });
    },
    onSuccess: ({ plantId }) => {
      void queries.invalidateQueries({ queryKey: trpc.plants.pathKey() });
      show({ title: t("kept") });
      onKept();
      router.push(`/plants/${plantId}`);
    },
    onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
  });
}
