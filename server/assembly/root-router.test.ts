import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { localContext } from "@/server/api/context";
import { PERMISSIONS } from "@/server/api/permissions";
import { createCallerFactory, procedure, router, statusOfErrors } from "@/server/api/trpc";
import { appRouter } from "./root-router";

interface ProcedureDefinition {
  readonly type: "query" | "mutation" | "subscription";
  readonly meta?: { readonly permission?: string };
}

// tRPC keeps them flat, by "feature.procedure", whatever the types say
const flat = appRouter._def.procedures as unknown as Record<string, { readonly _def: ProcedureDefinition }>;
const procedures = Object.entries(flat).map(([path, { _def }]) => [path, _def] as const);

describe("the router", () => {
  it("has procedures", () => expect(procedures.length).toBeGreaterThan(8));

  it.each(procedures)(
    "%s declares a permission, and a writing one when it writes",
    (_path, { type, meta }) => {
      if (meta?.permission === "public") return;
      expect(PERMISSIONS).toContain(meta?.permission);
      expect(meta?.permission).toMatch(type === "mutation" ? /:(write|run|fetch)$/ : /:read$/);
    },
  );

  const guarded = procedures.filter(([, { meta }]) => meta?.permission !== "public");
  it.each(guarded)("%s is refused to a caller without its permission", async (path) => {
    const nobody = createCallerFactory(appRouter)({
      ...localContext(),
      permissions: new Set(),
    });
    const call = path.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], nobody);
    await expect((call as (input: unknown) => Promise<unknown>)({})).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("what leaves the server when a procedure fails", () => {
  const failing = router({
    expected: procedure("photos:read").query(() => {
      throw new AppError("storage/disk-full", { facts: { folder: "/srv/me/data" } });
    }),
    surprise: procedure("photos:read").query(() => {
      throw new Error("secret at /home/me/x.ts");
    }),
  });

  async function wire(path: string): Promise<string> {
    const { fetchRequestHandler } = await import("@trpc/server/adapters/fetch");
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: new Request(`http://127.0.0.1/api/trpc/${path}`),
      router: failing,
      createContext: localContext,
      responseMeta: ({ errors }) => ({ status: statusOfErrors(errors) }),
    });
    return `${response.status} ${await response.text()}`;
  }

  it("is a code, a sentence and facts", async () => {
    const text = await wire("expected");
    expect(text).toMatch(/^507 /);
    expect(text).toContain('"appCode":"storage/disk-full"');
    expect(text).toContain("The disk is full (data)");
    expect(text).not.toMatch(/stack|at .*\.ts|srv/);
  });

  it("tells nothing of a surprise", async () => {
    const text = await wire("surprise");
    expect(text).toMatch(/^500 /);
    expect(text).toContain('"appCode":"server/unexpected"');
    expect(text).not.toMatch(/secret|stack|\.ts/);
  });
});
