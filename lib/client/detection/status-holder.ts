import type { DetectorStatus } from "@/lib/client/detection/detector";

/** The detector's status and who wants to know it. */
export class StatusHolder {
  private status: DetectorStatus = { state: "idle" };
  private readonly listeners = new Set<(status: DetectorStatus) => void>();

  get(): DetectorStatus {
    return this.status;
  }

  set(status: DetectorStatus): void {
    this.status = status;
    for (const listener of this.listeners) listener(status);
  }

  subscribe(listener: (status: DetectorStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sets back to idle and forgets everybody. */
  end(): void {
    this.set({ state: "idle" });
    this.listeners.clear();
  }

  /** Resolves once the detector neither downloads nor warms up. */
  settled(): Promise<void> {
    const isSettled = () => !["downloading", "warming-up"].includes(this.status.state);
    if (isSettled()) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = this.subscribe(() => {
        if (!isSettled()) return;
        unsubscribe();
        resolve();
      });
    });
  }
}
