import { changeSettingSchema } from "@/lib/contracts/installation-settings";
import { requirePresent } from "@/server/api/present";
import { procedure, router } from "@/server/api/trpc";
import { changeSetting, listSettings } from "./installation-settings";

export const installationRouter = router({
  settings: procedure("admin:read").query(() => listSettings()),
  changeSetting: procedure("settings:write")
    .input(changeSettingSchema)
    .mutation(({ ctx, input }) => {
      // a stolen key would send mail, and links for new passwords with it, through a server of its own
      requirePresent(ctx);
      return changeSetting(input.name, input.value);
    }),
});
