export interface FoundBackend {
  /** Adapter or renderer, for the person to read. */
  readonly detail: string;
  /** A GPU is emulated by the processor. */
  readonly software: boolean;
}

/** Whether this device has a backend, before its script is loaded; undefined when it has not. */
export type Probe = () => Promise<FoundBackend | undefined>;
