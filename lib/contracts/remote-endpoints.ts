import type { REMOTE_FAILURES } from "./detection-api";

/** What one replica has seen of a server of networks elsewhere since it started; times of its last 200 answers. */
export interface RemoteFigures {
  readonly answered: number;
  readonly failed: number;
  readonly lastFailure: { readonly why: (typeof REMOTE_FAILURES)[number]; readonly at: string } | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** A server of networks elsewhere, as it answers now. */
export interface RemoteEndpointState extends RemoteFigures {
  readonly url: string;
  /** Versions of the champion's name that it says it has; null where it names none. */
  readonly versions: readonly string[] | null;
  /** Why the champion cannot be asked there; null where it can. */
  readonly problem: (typeof REMOTE_FAILURES)[number] | null;
  /** What was expected and what came, where there is a problem. */
  readonly detail: string | null;
}

export interface RemoteEndpoints {
  /** The model that is asked for. */
  readonly modelId: string;
  readonly endpoints: readonly RemoteEndpointState[];
}
