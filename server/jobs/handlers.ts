import type { AnyJobHandler } from "./job-handler";

/** Every kind of job the worker can do. A feature adds one line here. */
export const HANDLERS: readonly AnyJobHandler[] = [];
