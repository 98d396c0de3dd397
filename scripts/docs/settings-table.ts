import messages from "@/lib/client/messages/en.json";
import { KNOWN_SETTINGS } from "@/server/settings/installation/known-settings";

const about: Readonly<Record<string, string>> = messages.settings.about;

/** The table of `docs/settings.md`, a row a setting. */
export function settingsTable(): string {
  const rows = KNOWN_SETTINGS.map(({ name, kind, initial, unit, schema }) => {
    const start = initial ? `\`${initial}\`${unit ? ` ${unit}` : ""}` : "";
    const where = kind === "secret" ? "environment (secret)" : schema ? "environment or page" : "environment";
    return `| \`${name}\` | ${about[name]} | ${start} | ${where} |`;
  });
  return ["| variable | what it is | initial value | set by |", "|---|---|---|---|", ...rows].join("\n");
}
