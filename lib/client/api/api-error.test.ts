import { TRPCClientError } from "@trpc/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import { fetchApi, toApiError } from "./api-error";

afterEach(() => vi.unstubAllGlobals());

const answering = (response: Response | Error) =>
  vi.stubGlobal("fetch", () =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );

describe("fetchApi", () => {
  it("rejects with the server's code and facts", async () => {
    answering(
      Response.json(
        { error: { code: "photo/too-many-bytes", message: "x", facts: { limitMegabytes: 50 } } },
        { status: 413 },
      ),
    );
    await expect(fetchApi("/api/v1/photos")).rejects.toMatchObject({
      code: "photo/too-many-bytes",
      facts: { limitMegabytes: 50 },
    });
  });

  it("says offline when nothing answers", async () => {
    answering(new TypeError("Failed to fetch"));
    await expect(fetchApi("/api/v1/photos")).rejects.toMatchObject({ code: "server/offline" });
  });

  it("says unexpected when something else answers", async () => {
    answering(new Response("<html>", { status: 500 }));
    await expect(fetchApi("/api/v1/photos")).rejects.toMatchObject({ code: "server/unexpected" });
  });

  it("lets a person's own abort through", async () => {
    const controller = new AbortController();
    controller.abort();
    answering(new DOMException("aborted", "AbortError"));
    await expect(fetchApi("/x", { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("toApiError", () => {
  it("reads a procedure's code and facts", () => {
    const error = new TRPCClientError("x", {
      result: {
        error: { code: -32_004, message: "x", data: { appCode: "request/not-found", facts: { a: 1 } } },
      },
    });
    expect(toApiError(error)).toMatchObject({ code: "request/not-found", facts: { a: 1 } });
  });

  it("says offline when the call never arrived", () => {
    expect(toApiError(TRPCClientError.from(new TypeError("Failed to fetch"))).code).toBe("server/offline");
  });

  it("keeps an AppError and hides a surprise", () => {
    const known = new AppError("storage/disk-full");
    expect(toApiError(known)).toBe(known);
    expect(toApiError(new Error("secret")).code).toBe("server/unexpected");
  });
});
