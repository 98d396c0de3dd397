import { reasonTaken } from "@/lib/client/detection/backend-order";
import type {
  BackendAttempt,
  BackendName,
  BackendPreference,
  BackendReason,
} from "@/lib/client/detection/detector";

/** Which backends were tried and the result, for the person to read: each finding once, the latest last. */
export class AttemptLog {
  private attempts: readonly BackendAttempt[] = [];

  get list(): readonly BackendAttempt[] {
    return this.attempts;
  }

  clear(): void {
    this.attempts = [];
  }

  /** It is not there or not worth taking. Workers that start later find the same, so it is not repeated. */
  passedOver(backend: BackendName, reason: BackendReason, detail = ""): void {
    const isKnown = this.attempts.some((one) => one.backend === backend && one.reason === reason);
    if (!isKnown) this.add({ backend, taken: false, reason }, detail);
  }

  /** It broke, while starting or later. */
  failed(backend: BackendName, reason: BackendReason, detail: string): void {
    this.add({ backend, taken: false, reason }, detail);
  }

  taken(backend: BackendName, preference: BackendPreference, detail = ""): void {
    this.add({ backend, taken: true, reason: reasonTaken(backend, preference, this.attempts) }, detail);
  }

  private add(attempt: BackendAttempt, detail: string): void {
    const others = this.attempts.filter(
      ({ backend, reason }) => backend !== attempt.backend || reason !== attempt.reason,
    );
    this.attempts = [...others, { ...attempt, ...(detail ? { detail } : {}) }];
  }
}
