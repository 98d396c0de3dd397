/**
 * Files of the workers under /worker. A build names them by their content: a page gets the worker that it was built with from any
 * replica, and a browser that has it asks nobody for it. Development has only the plain names, which stay for pages of another build.
 */
export const WORKER_SCRIPTS = {
  detection: process.env.FORAGE_DETECTION_SCRIPT || undefined,
  photos: process.env.FORAGE_PHOTOS_SCRIPT || undefined,
} as const;
