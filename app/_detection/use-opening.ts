"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { nameFiles, useIntake } from "@/components/photos/use-intake";
import { STRIP_KEY } from "@/components/shell/theme-script";
import { useToast } from "@/components/ui/toast";
import { type ApiClient, useTRPCClient } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { takeShared } from "@/lib/client/offline/take-shared";
import { type Here, hereOf, lastDoor } from "@/lib/client/people/last-door";
import { toPhotoError } from "@/lib/client/photos/detection-queue";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import { keepLazyParts } from "./keep-lazy-parts";

/** What the first photo needs and the page's first script has not. */
const LAZY_PARTS = [
  () => import("@/components/editor/stage-canvas"),
  () => import("@/components/recipes/cook-panel"),
  () => import("@/components/plants/care-panel"),
] as const;

/** Brings back unsaved work, opens `/?photo=ID` from the library, and starts the model. */
export function useOpening(): void {
  const workspace = useWorkspace();
  const client = useTRPCClient();
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
      const asked = new URLSearchParams(location.search);
      if (asked.has("shared")) history.replaceState(history.state, "", location.pathname);
      await takeShared({
        asked,
        whoIsHere: () => whoIsHere(client),
        take: (files) => latest.current.take(nameFiles(files)),
        say,
      });
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
    keepLazyParts(LAZY_PARTS);
    return () => {
      isGone = true;
    };
  }, [workspace, client]);
  useStripHint();
}

/** As the server says it; without the server, as it said last in this browser. */
async function whoIsHere(client: ApiClient): Promise<Here> {
  const door = await client.people.door.query().catch(() => null);
  return door ? hereOf(door.state) : (lastDoor() ?? "somebody");
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
