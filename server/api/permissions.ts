import type { TeamRole } from "@/lib/contracts/people";

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
  "monitoring:read",
  "monitoring:write",
  "alerts:read",
  "settings:write",
  "team:read",
  "team:write",
  "invitations:read",
  "audit:read",
  "account:read",
  "account:write",
  "admin:read",
  "admin:write",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const VIEWER: readonly Permission[] = [
  "photos:read",
  "corrections:read",
  "models:read",
  "detection:run",
  "recipes:read",
  "care:read",
  "changes:read",
  "jobs:read",
  "datasets:read",
  "training:read",
  "review:read",
  "monitoring:read",
  "team:read",
  // of their own: sessions, keys, likes
  "account:read",
  "account:write",
];
const EDITOR: readonly Permission[] = [
  ...VIEWER,
  "photos:write",
  "photos:fetch",
  "corrections:write",
  "recipes:write",
  "recipes:fetch",
  "care:write",
  "jobs:write",
];
const REVIEWER: readonly Permission[] = [...EDITOR, "review:write", "datasets:write"];
const TEAM_ADMIN: readonly Permission[] = [
  ...REVIEWER,
  "training:write",
  "models:write",
  "monitoring:write",
  "alerts:read",
  "team:write",
  "invitations:read",
  "audit:read",
];

/** What each role may do in its team. */
export const ROLE_PERMISSIONS: Readonly<Record<TeamRole, readonly Permission[]>> = {
  viewer: VIEWER,
  editor: EDITOR,
  reviewer: REVIEWER,
  admin: TEAM_ADMIN,
};

/** What the installation's admin may do beside that, in whichever team they are. */
export const INSTALLATION_PERMISSIONS: readonly Permission[] = [
  "settings:write",
  "admin:read",
  "admin:write",
];
