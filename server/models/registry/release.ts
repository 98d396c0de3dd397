import { setTimeout as sleep } from "node:timers/promises";
import { type Release, type ShadowSetting, shadowSettingSchema } from "@/lib/contracts/model-registry";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { readSetting, type Setting, writeSetting } from "@/server/settings/service";
import { isShipped } from "../files";
import { championId } from "../service";
import { findRegistered, hasDatabase } from "./repository";

const POLL_MS = 1_000;

/** Which candidate browsers run beside the champion, and how often. */
export const SHADOW: Setting<ShadowSetting> = {
  name: "shadow",
  schema: shadowSettingSchema,
  initial: { candidateId: null, share: 0 },
};

/** What browsers should run now. A candidate that has become champion, or is gone, is no shadow any more. */
export async function readRelease(): Promise<Release> {
  const champion = await championId();
  const shadow = hasDatabase() ? await readSetting(SHADOW) : SHADOW.initial;
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
  await writeSetting(SHADOW, setting);
}

let shared: { readonly at: number; readonly release: Promise<Release> } | undefined;

/** All watchers of a process share one look at the database a second. */
function releaseOfLate(): Promise<Release> {
  const now = performance.now();
  if (shared && now - shared.at < POLL_MS / 2) return shared.release;
  shared = { at: now, release: readRelease() };
  return shared.release;
}

/**
 * What browsers should run: at once, and each time it changes, a second late at most, whoever moved it (another
 * process too). A look that fails is tried again with the next. Ends when the signal is aborted.
 */
export async function* watchRelease(signal: AbortSignal | undefined): AsyncGenerator<Release, void> {
  let told = "";
  while (!signal?.aborted) {
    const release = await releaseOfLate().catch(() => undefined);
    const words = JSON.stringify(release);
    if (release && words !== told) {
      told = words;
      yield release;
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}
