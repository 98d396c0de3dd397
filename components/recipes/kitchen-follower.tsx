"use client";

import { useEffect, useRef } from "react";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useKitchenSync } from "@/lib/client/recipes/use-kitchen-sync";

/** Sends changes of pantry and week that an earlier visit left, on any page, and says when the server refuses one. */
export function KitchenFollower() {
  const sync = useKitchenSync();
  const show = useToast();
  const sentence = useErrorSentence();
  const latest = useRef({ show, sentence });
  latest.current = { show, sentence };
  useEffect(() => {
    if (!sync) return;
    const stop = sync.onRefused((error) =>
      latest.current.show({ tone: "attention", title: latest.current.sentence(error) }),
    );
    const retry = () => {
      void sync.stock.retry();
      void sync.week.retry();
    };
    retry();
    addEventListener("online", retry);
    return () => {
      stop();
      removeEventListener("online", retry);
    };
  }, [sync]);
  return null;
}
