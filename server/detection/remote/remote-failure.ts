import type { REMOTE_FAILURES } from "@/lib/contracts/detection-api";

export type RemoteFailureKind = (typeof REMOTE_FAILURES)[number];

/** Why a server of networks elsewhere gave no answer that may be used. */
export class RemoteFailure extends Error {
  constructor(
    readonly kind: RemoteFailureKind,
    /** For the log: what was expected, and what came. */
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = "RemoteFailure";
  }
}

/** Whether another server, or the same one once more, may answer at once: a time-out has used up the time for that. */
export function mayTryAgain({ kind }: RemoteFailure): boolean {
  return kind === "unreachable" || kind === "refused";
}
