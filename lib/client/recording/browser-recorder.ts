import type { ApiClient } from "@/lib/client/api/trpc";
import { inPlace } from "@/lib/client/browser/place";
import { browserMemory } from "@/lib/client/browser/remembered";
import { batchAnswerSchema } from "@/lib/contracts/detection-events";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { AppError } from "@/lib/core/errors";
import { RECORDING_DOOR } from "./door";
import { createRecorder, type Recorder, type SendBatch } from "./recorder";
import { thisDevice } from "./this-device";
import { openWaitingDb } from "./waiting-db";

const door = (sentAt: string) => `${RECORDING_DOOR}?${new URLSearchParams({ sentAt })}`;

const send: SendBatch = async (body, sentAt) => {
  const response = await fetch(door(sentAt), { method: "POST", body, keepalive: true }).catch(
    (cause: unknown) => {
      throw new AppError("server/offline", { cause });
    },
  );
  const answer: unknown = await response.json().catch(() => undefined);
  const parsed = batchAnswerSchema.safeParse(answer);
  if (response.ok && parsed.success) return parsed.data;
  const { data } = errorResponseSchema.safeParse(answer);
  throw new AppError(data?.error.code ?? "server/unexpected");
};

/** The recorder of this browser. Touches neither storage nor network before somebody has agreed. */
export function createBrowserRecorder(api: ApiClient): Recorder {
  return createRecorder({
    db: openWaitingDb(),
    memory: browserMemory(),
    memoryKey: () => inPlace("recording"),
    send,
    beacon: (body, sentAt) => navigator.sendBeacon(door(sentAt), body),
    tellWithdrawn: () => api.monitoring.recording.withdraw.mutate(),
    device: thisDevice,
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
    random: Math.random,
    later: (task, ms) => void setTimeout(task, ms),
  });
}
