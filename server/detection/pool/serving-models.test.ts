import { expect, it, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import { defer } from "./deferred";
import { ServingModels } from "./serving-models";

const modelOf = (id: string) => ({ id, folder: id, manifest: {} }) as unknown as ResolvedModel;

/** Models whose warming up the test ends. */
function models(most = 4) {
  const warming = new Map<string, ReturnType<typeof defer<void>>>();
  const release = vi.fn();
  const warm = vi.fn(({ id }: ResolvedModel) => {
    const one = defer<void>();
    warming.set(id, one);
    return one.promise;
  });
  const serving = new ServingModels({ resolve: async (id) => modelOf(id), warm, release, most });
  /** Lets a model be warm, or fail. */
  const end = async (id: string, error?: Error) => {
    await vi.waitFor(() => expect(warming.has(id)).toBe(true));
    const one = warming.get(id)!;
    warming.delete(id);
    if (error) one.reject(error);
    else one.resolve();
    await new Promise(setImmediate);
  };
  const idFor = async (team: string, champion: string) => (await serving.modelFor(team, champion)).id;
  return { idFor, end, warm, release };
}

it("lets the first photos wait for their model, which is loaded once", async () => {
  const { idFor, end, warm } = models();
  const asked = [idFor("anna", "a/1"), idFor("anna", "a/1")];
  await end("a/1");
  expect(await Promise.all(asked)).toEqual(["a/1", "a/1"]);
  expect(warm).toHaveBeenCalledTimes(1);
});

it("goes on with the model before until the new one is warm, then frees it", async () => {
  const { idFor, end, release } = models();
  const first = idFor("anna", "a/1");
  await end("a/1");
  await first;
  expect(await idFor("anna", "a/2")).toBe("a/1");
  expect(release).not.toHaveBeenCalled();
  await end("a/2");
  expect(await idFor("anna", "a/2")).toBe("a/2");
  expect(release.mock.calls).toEqual([["a/1"]]);
});

it("keeps a model that another team uses", async () => {
  const { idFor, end, release } = models();
  const both = [idFor("anna", "a/1"), idFor("ben", "a/1")];
  await end("a/1");
  await Promise.all(both);
  await idFor("anna", "a/2");
  await end("a/2");
  expect(await idFor("ben", "a/1")).toBe("a/1");
  expect(release).not.toHaveBeenCalled();
});

it("tells that a new champion cannot be loaded, and tries again", async () => {
  const { idFor, end } = models();
  const first = idFor("anna", "a/1");
  await end("a/1");
  await first;
  await idFor("anna", "a/2");
  await end("a/2", new AppError("model/corrupt"));
  const told = expect(idFor("anna", "a/2")).rejects.toMatchObject({ code: "model/corrupt" });
  await end("a/2", new AppError("model/corrupt"));
  await told;
  const again = idFor("anna", "a/2");
  await end("a/2");
  expect(await again).toBe("a/2");
});

it("ends with the last of two champions that came quickly one after the other", async () => {
  const { idFor, end, release } = models();
  const first = idFor("anna", "a/1");
  await end("a/1");
  await first;
  await idFor("anna", "a/2");
  await idFor("anna", "a/3");
  await end("a/3");
  await end("a/2");
  expect(await idFor("anna", "a/3")).toBe("a/3");
  expect(release.mock.calls).toEqual([["a/1"], ["a/2"]]);
});

it("keeps no more models warm than it may", async () => {
  const { idFor, end, release } = models(2);
  for (const team of ["anna", "ben", "cleo"]) {
    const one = idFor(team, `${team}/1`);
    await end(`${team}/1`);
    await one;
  }
  expect(release.mock.calls).toEqual([["anna/1"]]);
});
