/**
 * Files of the workers under /worker. A build names them by their content: a page gets the worker that it was built with from any
 * replica, and a browser that has it asks nobody for it. Development has only the plain names, which stay for pages of another build.
 */
export const WORKER_SCRIPTS = {
  detection: process.env.BUILT_DETECTION_WORKER || undefined,
  photos: process.env.BUILT_PHOTOS_WORKER || undefined,
} as const;
