import { errorResponseSchema } from "@/lib/contracts/error-response";
import { AppError } from "@/lib/core/errors";

/**
 * `fetch` that answers only when the server said yes.
 * @throws AppError with the server's code and facts; `server/offline` when nothing answered
 */
export async function request(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new AppError("server/offline", { cause });
  });
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  const parsed = errorResponseSchema.safeParse(body);
  if (parsed.success) throw new AppError(parsed.data.error.code, { facts: parsed.data.error.facts });
  throw new AppError(response.status === 404 ? "request/not-found" : "server/unexpected", {
    facts: { status: response.status },
  });
}
