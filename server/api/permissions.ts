/** What a caller may be allowed to do. Every procedure and route names one. */
export const PERMISSIONS = [
  "photos:read",
  "photos:write",
  "photos:fetch",
  "corrections:read",
  "corrections:write",
  "models:read",
  "detection:run",
  "recipes:read",
  "recipes:write",
  "recipes:fetch",
  "care:read",
  "care:write",
  "review:read",
  "review:write",
  "datasets:read",
  "datasets:write",
  "changes:read",
  "jobs:read",
  "jobs:write",
  "training:read",
  "training:write",
  "models:write",
  "settings:write",
] as const;

export type Permission = (typeof PERMISSIONS)[number];
