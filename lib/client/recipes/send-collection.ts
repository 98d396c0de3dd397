import type { z } from "zod";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { jobSchema } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/core/errors";

export interface Sending {
  /** Resolves with the job that reads the file. Rejects with AppError, or AbortError when cancelled. */
  readonly job: Promise<z.infer<typeof jobSchema>>;
  cancel(): void;
}

/** Sends a file to be taken over. XMLHttpRequest, as fetch tells no progress of an upload. */
export function sendCollection(file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const job = new Promise<z.infer<typeof jobSchema>>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onerror = () => reject(new AppError("server/offline"));
    request.onload = () => {
      const answer = parseJson(request.responseText);
      const started = jobSchema.safeParse(answer);
      if (request.status === 202 && started.success) return resolve(started.data);
      const failure = errorResponseSchema.safeParse(answer);
      reject(
        failure.success
          ? new AppError(failure.data.error.code, { facts: failure.data.error.facts })
          : new AppError("server/unexpected"),
      );
    };
  });
  request.open("POST", `/api/v1/recipes/import?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(file);
  return { job, cancel: () => request.abort() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
