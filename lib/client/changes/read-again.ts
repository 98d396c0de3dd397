import type { QueryClient, QueryFilters } from "@tanstack/react-query";

/**
 * Refreshes the queries that are on the page; the others when they are next shown. A query whose first answer is still
 * under way may have been read before the change, and React Query would take that answer for the new one: so it is sent
 * once more afterwards.
 */
export async function readAgain(queries: QueryClient, filters: readonly QueryFilters[]): Promise<void> {
  const first = filters
    .flatMap((filter) => queries.getQueryCache().findAll(filter))
    .filter(({ state }) => state.fetchStatus !== "idle" && state.data === undefined);
  await Promise.all(filters.map((filter) => queries.invalidateQueries(filter)));
  await Promise.all(first.map(({ queryKey }) => queries.invalidateQueries({ queryKey, exact: true })));
}
