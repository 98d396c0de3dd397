import { useState } from "react";
import { z } from "zod";
import { activePhoto } from "@/lib/client/photos/photo-queue-store";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { DetectionEvent } from "@/lib/contracts/detection-events";
import { AppError } from "@/lib/core/errors";

const EXAMPLES = "/examples/";
const indexSchema = z.array(z.object({ file: z.string() })).min(1);

/** One of the example pictures, where no photo is on the strip. */
async function examplePicture(): Promise<{ blob: Blob; name: string }> {
  const get = async (name: string) => {
    const response = await fetch(EXAMPLES + name).catch((cause: unknown) => {
      throw new AppError("server/offline", { cause });
    });
    if (!response.ok) throw new AppError("server/unexpected");
    return response;
  };
  const [first] = indexSchema.parse(await (await get("index.json")).json());
  const name = first?.file ?? "";
  return { blob: await (await get(name)).blob(), name };
}

/** Looks at a photo and makes of it exactly what would be sent; nothing is. */
export function useExampleEvent() {
  const { queue, detector, recorder } = useWorkspace();
  const [event, setEvent] = useState<DetectionEvent | null>(null);
  const [photo, setPhoto] = useState("");
  const [isLooking, setIsLooking] = useState(false);
  const [isOnServer, setIsOnServer] = useState(false);
  const [error, setError] = useState<unknown>(null);
  /** @returns false where it could not be shown, and `error` says why */
  async function show(): Promise<boolean> {
    setIsLooking(true);
    setError(null);
    try {
      const front = activePhoto(queue.getState());
      const { blob, name } = front ?? (await examplePicture());
      const run = await (await detector.detector()).detect(blob, { describeOnly: true });
      const made = recorder.eventOf(run);
      // whoever has seen nothing cannot agree to it
      if (!made) throw new AppError("recording/no-example");
      setEvent(made);
      setIsOnServer(run.backend === "server");
      setPhoto(name);
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    } finally {
      setIsLooking(false);
    }
  }
  return { event, photo, isLooking, isOnServer, error, show };
}
