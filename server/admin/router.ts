import { procedure, router } from "@/server/api/trpc";
import { installationStatus } from "./installation-status";

export const adminRouter = router({
  status: procedure("admin:read").query(() => installationStatus()),
});
