import { changeSettingSchema } from "@/lib/contracts/installation-settings";
import { procedure, router } from "@/server/api/trpc";
import { changeSetting, listSettings } from "./installation-settings";

export const installationRouter = router({
  settings: procedure("admin:read").query(() => listSettings()),
  changeSetting: procedure("settings:write")
    .input(changeSettingSchema)
    .mutation(({ input }) => changeSetting(input.name, input.value)),
});
