"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { toPhotoError } from "@/lib/client/stores/detection-queue";
import { useWorkspace } from "@/lib/client/stores/workspace-context";

/**
 * Brings back unsaved work, opens `/?photo=ID` from the library, and starts the model.
 * @returns true once the strip is known, so that the first-visit page does not flash before restored photos
 */
export function useOpening(): boolean {
  const workspace = useWorkspace();
  const show = useToast();
  const t = useTranslations("library");
  const sentence = useErrorSentence();
  const [isOpen, setIsOpen] = useState(false);
  const latest = useRef({ show, sentence, t });
  latest.current = { show, sentence, t };

  useEffect(() => {
    let isGone = false;
    const say = (code: string, facts = {}) =>
      latest.current.show({ tone: "attention", title: latest.current.sentence({ code, facts }) });
    async function open() {
      void workspace.detector.getState().start();
      await workspace.open(() => say("browser/storage-full"));
      if (isGone) return;
      setIsOpen(true);
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
  return isOpen;
}
