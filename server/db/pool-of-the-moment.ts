import type { QueryConfig, QueryResult } from "pg";
import { getPool } from "./client";

/** For a library that writes its own statements and is given its client once: the pool may be another one later. */
export const poolOfTheMoment = {
  query: (query: QueryConfig): Promise<QueryResult> => getPool().query(query),
};
