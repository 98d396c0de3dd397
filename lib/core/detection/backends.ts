interface BackendAbout {
  readonly id: string;
  /** How often it may start again on a device after a crash, before the next one is taken. */
  readonly restarts: number;
}

/** Backends that run in the browser's worker, fastest first where the hardware is real. See docs/extending.md. */
export const WORKER_BACKENDS = [
  { id: "webgpu", restarts: 0 },
  { id: "webgl", restarts: 0 },
  // behind it there is only the server
  { id: "wasm", restarts: 1 },
] as const satisfies readonly BackendAbout[];

export type WorkerBackend = (typeof WORKER_BACKENDS)[number]["id"];

export const WORKER_BACKEND_IDS = WORKER_BACKENDS.map(({ id }) => id) as unknown as readonly [
  WorkerBackend,
  ...WorkerBackend[],
];

export const restartsOf = (backend: WorkerBackend): number =>
  WORKER_BACKENDS.find(({ id }) => id === backend)?.restarts ?? 0;
