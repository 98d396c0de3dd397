import { type Upload, uploadSchema } from "@/lib/contracts/dataset-import";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { AppError } from "@/lib/core/errors";

export interface UploadProgress {
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes" | "files";
}

export interface UploadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: UploadProgress) => void;
}

function failureOf(request: XMLHttpRequest): AppError {
  try {
    const { error } = errorResponseSchema.parse(JSON.parse(request.responseText));
    return new AppError(error.code, { facts: error.facts });
  } catch (cause) {
    return new AppError("server/unexpected", { cause });
  }
}

/** Sends an archive; XMLHttpRequest, since fetch does not tell how far a body is. */
export function sendArchive(file: File, { signal, onProgress }: UploadOptions): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/imports?${new URLSearchParams({ kind: "zip", name: file.name })}`);
    request.setRequestHeader("content-type", "application/zip");
    request.setRequestHeader("x-forage-client", "page");
    request.upload.onprogress = ({ loaded, total }) => onProgress({ done: loaded, total, unit: "bytes" });
    request.onload = () => {
      if (request.status === 201) resolve(uploadSchema.parse(JSON.parse(request.responseText)));
      else reject(failureOf(request));
    };
    request.onerror = () => reject(new AppError("server/offline"));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
