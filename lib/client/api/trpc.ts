"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { createElement, type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/assembly/root-router";
import { toApiError } from "./api-error";
import { DOORS } from "./doors";
import { noteOutOfTeam, noteSessionEnd } from "./session";

/** The one file of the page that names the router's type. */
export type ApiClient = TRPCClient<AppRouter>;
export type ApiInputs = inferRouterInputs<AppRouter>;
export type ApiOutputs = inferRouterOutputs<AppRouter>;

/** Calls procedures outside React: `api.library.get.query({ photoId })`. Errors go through `toApiError`. */
export function createApiClient(): ApiClient {
  const url = "/api/trpc";
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        // server-sent events: the browser reconnects automatically when the server was away
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({ url, headers: { "x-forage-client": "page" }, maxItems: 20 }),
      }),
    ],
  });
}

/** What ended elsewhere ends here too: the page is covered until its person has signed in again or gone to their own team. */
function coverWhenOut(error: unknown): void {
  const { code } = toApiError(error);
  if (DOORS.has(location.pathname)) return;
  if (code === "account/sign-in-needed") noteSessionEnd();
  if (code === "team/not-in") noteOutOfTeam();
}

/** One per page. A failure is shown, not retried for long: the server is on this computer. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: coverWhenOut }),
    mutationCache: new MutationCache({ onError: coverWhenOut }),
    defaultOptions: { queries: { staleTime: 10_000, retry: 1, refetchOnWindowFocus: false } },
  });
}

/** In components: `const trpc = useTRPC(); useQuery(trpc.library.list.queryOptions({ … }))`. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** Context for `useTRPC` and react-query; once, around the whole page. */
export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createApiClient);
  const inner = createElement(TRPCProvider, { queryClient, trpcClient, children });
  return createElement(QueryClientProvider, { client: queryClient }, inner);
}
