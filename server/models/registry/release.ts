import { type Release, type ShadowSetting, shadowSettingSchema } from "@/lib/contracts/model-registry";
import { AppError } from "@/lib/core/errors";
import { ownTeam } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { changeTeamSetting, readTeamSetting, type Setting } from "@/server/settings/service";
import { isShipped } from "../files";
import { championId } from "../service";
import { findRegistered, hasDatabase } from "./repository";

/** Which candidate browsers run beside the champion, and how often. */
export const SHADOW: Setting<ShadowSetting> = {
  name: "shadow",
  schema: shadowSettingSchema,
  initial: { candidateId: null, share: 0 },
};

/** What browsers should run now. A candidate that has become champion, or is gone, is no longer a shadow. */
export async function readRelease(): Promise<Release> {
  const champion = await championId();
  const shadow = hasDatabase() ? await readTeamSetting(SHADOW, ownTeam()) : SHADOW.initial;
  const isOn = shadow.share > 0 && shadow.candidateId !== null && shadow.candidateId !== champion;
  return { championId: champion, shadow: isOn ? shadow : SHADOW.initial };
}

/** @throws AppError model/missing, model/is-champion */
export async function setShadow(setting: ShadowSetting): Promise<void> {
  const { candidateId } = setting;
  if (candidateId !== null) {
    if (!isShipped(candidateId) && !(await findRegistered(connection(), candidateId))) {
      throw new AppError("model/missing", {
        facts: { model: candidateId, file: "its entry in the registry" },
      });
    }
    if (candidateId === (await championId())) {
      throw new AppError("model/is-champion", { facts: { model: candidateId } });
    }
  }
  await changeTeamSetting(SHADOW, ownTeam(), setting);
}
