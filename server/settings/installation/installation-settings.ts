import type { ShownSetting } from "@/lib/contracts/installation-settings";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { type Listener, openListener } from "@/server/db/listener";
import { connection, type Queries, transaction } from "@/server/db/transaction";
import { environmentValue, knowPageValues, sourceOf } from "@/server/environment/environment-value";
import { KNOWN_SETTINGS, type KnownSetting } from "./known-settings";
import {
  readPageValues,
  removePageValue,
  SETTINGS_CHANNEL,
  tellOfChange,
  writePageValue,
} from "./repository";

/** What was set on the page, as far as it is of the right form. */
async function readValues(queries: Queries): Promise<ReadonlyMap<string, string>> {
  const stored = await readPageValues(queries);
  const values = new Map<string, string>();
  for (const { name, schema } of KNOWN_SETTINGS) {
    if (!schema || !stored.has(name)) continue;
    const parsed = schema.safeParse(stored.get(name));
    if (parsed.success) values.set(name, parsed.data);
    else
      console.warn(
        `settings: ${name}, as it was set on the page, has another form than it should; it is not used`,
      );
  }
  return values;
}

/** Reads what was set on the page into this process: when it starts and before a job. */
export async function loadPageValues(): Promise<void> {
  knowPageValues(await readValues(connection()));
}

/** Keeps this process's values as they are set on any replica's page. A database that is away is reported by whatever needs it. */
export function followPageValues(): Listener {
  const load = () =>
    void loadPageValues().catch((error: unknown) =>
      console.warn("settings of the page are not read yet:", error),
    );
  return openListener({
    url: process.env.DATABASE_URL,
    channel: SETTINGS_CHANNEL,
    name: "forage settings",
    onListening: load,
    onNotification: load,
  });
}

function shown({ name, group, kind, choices = [], unit, initial, schema }: KnownSetting): ShownSetting {
  const value = environmentValue(name);
  const isSecret = kind === "secret";
  return {
    name,
    group,
    kind,
    choices: [...choices],
    unit: unit ?? null,
    value: isSecret ? null : withoutPassword(value ?? initial ?? null),
    isSet: value !== undefined,
    initial: initial ?? null,
    source: sourceOf(name),
    isChangeable: schema !== undefined,
  };
}

/** An address may carry a name and a password before its host. */
function withoutPassword(value: string | null): string | null {
  return value?.replace(/(\w+:\/\/)[^@/\s]+@/g, "$1…@") ?? null;
}

/** Every setting with its value and where that comes from. */
export async function listSettings(): Promise<readonly ShownSetting[]> {
  await loadPageValues();
  return KNOWN_SETTINGS.map(shown);
}

/**
 * Sets a value on the page; an empty one takes it back. It is in force at once, here and for every later job.
 * @throws AppError setting/fixed when the environment sets it or it is read at the start only, setting/invalid
 */
export async function changeSetting(name: string, value: string): Promise<readonly ShownSetting[]> {
  const known = KNOWN_SETTINGS.find((one) => one.name === name);
  if (!known?.schema || sourceOf(name) === "environment") {
    throw new AppError("setting/fixed", { facts: { setting: name } });
  }
  const isTakenBack = value.trim() === "";
  const parsed = isTakenBack ? undefined : known.schema.safeParse(value);
  if (parsed?.success === false) throw new AppError("setting/invalid", { facts: { setting: name, value } });
  const values = await transaction(async (queries) => {
    if (parsed) await writePageValue(queries, name, parsed.data);
    else await removePageValue(queries, name);
    // never the value: it may be a password
    const facts = { setting: name, isTakenBack };
    await recordIn(queries, { action: "setting/changed", facts, teamId: null });
    await tellOfChange(queries);
    return readValues(queries);
  });
  knowPageValues(values);
  return KNOWN_SETTINGS.map(shown);
}
