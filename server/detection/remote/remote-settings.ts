import { AppError } from "@/lib/core/errors";
import type { ProviderHost } from "../providers";

/** Servers of networks elsewhere, as the environment names them. */
export interface RemoteSettings {
  /** Where each one's protocol begins, without `/v2` and without a slash at the end. */
  readonly urls: readonly string[];
  /** Sent as bearer token. */
  readonly token?: string;
  /** Longest that an answer may take, ms. */
  readonly timeoutMs: number;
}

const SECONDS = 2;
const MOST_SECONDS = 60;

const invalid = (field: string) => new AppError("request/invalid", { facts: { field } });

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isAddress || url.search || url.hash || url.username || url.password) {
    throw invalid(
      "FORAGE_INFERENCE_URL is one or more addresses such as http://gpu.example:8000, with commas between them; a key goes into FORAGE_INFERENCE_TOKEN",
    );
  }
  return url.href.replace(/\/(v2\/?)?$/, "");
}

/**
 * `FORAGE_INFERENCE_URL` (addresses with commas between them), `FORAGE_INFERENCE_TOKEN` and `FORAGE_INFERENCE_SECONDS`.
 * @returns undefined where no server is named
 * @throws AppError request/invalid
 */
export function remoteSettings(environment: ProviderHost["environment"]): RemoteSettings | undefined {
  const texts = (environment.FORAGE_INFERENCE_URL ?? "").split(",").map((one) => one.trim());
  const urls = [...new Set(texts.filter((one) => one !== "").map(readUrl))];
  if (urls.length === 0) return undefined;
  const seconds = Number(environment.FORAGE_INFERENCE_SECONDS || SECONDS);
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
    throw invalid(`FORAGE_INFERENCE_SECONDS is a number above 0, up to ${MOST_SECONDS}`);
  }
  return { urls, token: environment.FORAGE_INFERENCE_TOKEN || undefined, timeoutMs: seconds * 1_000 };
}
