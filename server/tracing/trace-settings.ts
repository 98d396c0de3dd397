import { AppError } from "@/lib/core/errors";
import type { TraceSettings } from "./start-tracing";

const invalid = (field: string) => new AppError("request/invalid", { facts: { field } });

/**
 * `FORAGE_TRACES_URL`, `FORAGE_TRACES_TOKEN` and `FORAGE_TRACES_SHARE`.
 * @returns undefined where nothing is to be traced
 * @throws AppError request/invalid
 */
export function traceSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Omit<TraceSettings, "version"> | undefined {
  const { FORAGE_TRACES_URL: url = "", FORAGE_TRACES_TOKEN: token, FORAGE_TRACES_SHARE } = environment;
  if (url === "") return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw invalid("FORAGE_TRACES_URL is an address such as http://collector.example:4318");
  }
  const share = Number(FORAGE_TRACES_SHARE || "1");
  if (!(share > 0 && share <= 1)) throw invalid("FORAGE_TRACES_SHARE is a number above 0, up to 1");
  return { url, token: token || undefined, share };
}
