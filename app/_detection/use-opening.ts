"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { nameFiles, useIntake } from "@/components/photos/use-intake";
import { STRIP_KEY } from "@/components/shell/theme-script";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { sharedFiles } from "@/lib/client/offline/shared-photos";
import { toPhotoError } from "@/lib/client/photos/detection-queue";
import type { NamedBlob } from "@/lib/client/workspace/workspace";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { ErrorFacts } from "@/lib/core/errors";

/** Brings back unsaved work, opens `/?photo=ID` from the library, and starts the model. */
export function useOpening(): void {
  const workspace = useWorkspace();
  const show = useToast();
  const t = useTranslations("library");
  const sentence = useErrorSentence();
  const take = useIntake();
  const latest = useRef({ show, sentence, t, take });
  latest.current = { show, sentence, t, take };

  useEffect(() => {
    let isGone = false;
    const say = (code: string, facts = {}) =>
      latest.current.show({ tone: "attention", title: latest.current.sentence({ code, facts }) });
    async function open() {
      void workspace.detector.getState().start();
      await workspace.open(() => say("browser/storage-full"));
      if (isGone) return;
      delete document.documentElement.dataset.restoring;
      await takeShared(latest.current.take, say);
      if (isGone) return;
      const photoId = new URLSearchParams(location.search).get("photo");
      if (!photoId) return;
      history.replaceState(history.state, "", location.pathname);
      await workspace.reopen(photoId).catch((error: unknown) => {
        const { code, facts } = toPhotoError(error);
        say(code, facts);
      });
    }
    void open();
    return () => {
      isGone = true;
    };
  }, [workspace]);
  useStripHint();
}

/** Puts photos from another app's share sheet on the strip; each is kept until it is there. */
async function takeShared(
  take: (files: readonly NamedBlob[]) => Promise<void>,
  say: (code: string, facts?: ErrorFacts) => void,
): Promise<void> {
  const asked = new URLSearchParams(location.search);
  if (asked.has("shared")) history.replaceState(history.state, "", location.pathname);
  const shared = await sharedFiles().catch(() => []);
  if (shared.length > 0) await take(nameFiles(shared.map(({ file }) => file)));
  for (const { forget } of shared) await forget();
  if (asked.has("missed")) say("photo/share-missed");
  const left = Number(asked.get("left") ?? 0);
  if (left > 0) say("photo/too-many-shared", { left });
}

/** Tells the next visit, before its first paint, that photos are coming back. */
function useStripHint(): void {
  const { queue } = useWorkspace();
  useEffect(
    () =>
      queue.subscribe(({ photos }, before) => {
        if (photos.length > 0 === before.photos.length > 0) return;
        try {
          if (photos.length > 0) localStorage.setItem(STRIP_KEY, "1");
          else localStorage.removeItem(STRIP_KEY);
        } catch {
          // blocked storage: the next visit may show the first-visit page for a moment
        }
      }),
    [queue],
  );
}
