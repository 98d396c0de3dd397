import { CHANGE_TOPICS, type ChangeTopic } from "@/lib/contracts/changes";
import { isStanding } from "@/server/accounts/identify";
import type { Permission } from "@/server/api/permissions";
import { procedure, router } from "@/server/api/trpc";
import { followChanges } from "./service";
import { whileItStands } from "./while-it-stands";

/** Who may read what a topic is about may hear that it changed. */
const PERMISSIONS: Record<ChangeTopic, Permission> = {
  jobs: "jobs:read",
  training: "training:read",
  models: "models:read",
  kitchen: "recipes:read",
  review: "review:read",
  people: "account:read",
  monitoring: "monitoring:read",
};

export const changesRouter = router({
  /** Topics that changed, without their content: the page reads that again as before. */
  follow: procedure("changes:read").subscription(({ ctx, signal }) =>
    whileItStands(
      followChanges(
        CHANGE_TOPICS.filter((topic) => ctx.permissions.has(PERMISSIONS[topic])),
        ctx.team.id,
        signal,
      ),
      () => isStanding({ ...ctx, userId: ctx.user.id, teamId: ctx.team.id }),
    ),
  ),
});
