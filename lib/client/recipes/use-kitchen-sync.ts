"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { createKitchenSync, type KitchenSync } from "./kitchen-sync";

let shared: KitchenSync | undefined;

/** The one joint of this page's pantry, shopping list and week to the server; made on first use in the browser, undefined on the server. */
export function useKitchenSync(): KitchenSync | undefined {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  if (typeof window === "undefined") return undefined;
  shared ??= createKitchenSync({
    client,
    queries,
    stockKey: trpc.recipes.stock.get.pathKey(),
    listKey: trpc.recipes.shopping.get.pathKey(),
    weekKey: trpc.recipes.week.get.pathKey(),
  });
  return shared;
}
