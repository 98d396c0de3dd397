import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import type { ApiClient } from "@/lib/client/api/trpc";
import type { Release } from "@/lib/contracts/model-registry";
import { createReleaseApi } from "./release-api";

const release = (championId: string): Release => ({ championId, shadow: { candidateId: null, share: 0 } });

it("tells the release at once, and again only when another one is read", async () => {
  const server = { release: release("forage-n/1") };
  const query = vi.fn(async () => structuredClone(server.release));
  const api = { models: { release: { query } } } as unknown as ApiClient;
  const queries = new QueryClient();
  const heard = vi.fn();
  const stop = createReleaseApi(api, queries, ["release"]).watch(heard);
  await vi.waitFor(() => expect(heard.mock.calls).toEqual([[release("forage-n/1")]]));
  await queries.invalidateQueries();
  expect(query).toHaveBeenCalledTimes(2);
  server.release = release("forage-n/3");
  await queries.invalidateQueries();
  await vi.waitFor(() => expect(heard.mock.calls.at(-1)).toEqual([release("forage-n/3")]));
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  await queries.invalidateQueries();
  expect(query).toHaveBeenCalledTimes(3);
});
