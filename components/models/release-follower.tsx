"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useToast } from "@/components/ui/toast";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { WORKER_SCRIPTS } from "@/lib/client/browser/worker-scripts";
import { followRelease } from "@/lib/client/models/follow-release";
import { createReleaseApi } from "@/lib/client/models/release-api";
import { createShadow } from "@/lib/client/models/shadow-run";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";

/** The candidate of the shadow, on this device only: where it does not run, it does not run. */
async function openCandidate(candidateId: string) {
  const { createDetector } = await import("@/lib/client/detection/create-detector");
  return createDetector({
    manifestUrl: `/api/v1/models/${candidateId}/manifest.json`,
    keepOthers: true,
    workerScript: WORKER_SCRIPTS.detection,
  });
}

function whenIdle(task: () => void): void {
  // Safari has no idle callback
  if (typeof requestIdleCallback === "function") requestIdleCallback(() => task(), { timeout: 5_000 });
  else setTimeout(task, 500);
}

/** Keeps the page on the champion, says once when it changed, and runs the shadow where one is set. */
export function ReleaseFollower() {
  const t = useTranslations("models");
  const show = useToast();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { detector, queue } = useWorkspace();
  useEffect(() => {
    const api = createReleaseApi(client, queries, trpc.models.release.queryKey());
    const shadow = createShadow({
      queue,
      defaultsOf: (modelId) => {
        const { manifest } = detector.getState();
        return manifest?.id === modelId ? manifest.defaults : undefined;
      },
      open: openCandidate,
      report: (report) => api.reportShadow(report),
      whenIdle,
      random: Math.random,
    });
    const stop = followRelease({
      api,
      detector,
      queue,
      onSwitch: (to) =>
        show({ title: t("switched", { model: to }), body: t("switchedBody"), durationMs: 8_000 }),
      onRelease: (release) => shadow.set(release.shadow),
    });
    return () => {
      stop();
      shadow.stop();
    };
  }, [client, detector, queue, queries, show, t, trpc]);
  return null;
}
