/**
 * The outcome of `forage data check` as Markdown, for a comment on a pull request.
 *
 *     npx forage data check SET > check.json; npx tsx scripts/team/data-check-report.ts check.json > report.md
 *
 * Source of its sentences: the page's own (`lib/client/messages/en.json`).
 */
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import messages from "@/lib/client/messages/en.json";

const checkSchema = z.object({
  format: z.string(),
  photos: z.number(),
  boxes: z.number(),
  classes: z.array(z.object({ name: z.string(), boxes: z.number(), photos: z.number() })),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(["error", "warning"]),
      photos: z.array(z.string()),
      line: z.number().optional(),
    }),
  ),
  errors: z.number(),
  warnings: z.number(),
});
type Check = z.infer<typeof checkSchema>;

/** So many photos are named for each kind of finding; the numbers say how many there are. */
const NAMED = 5;
/** Names come from a stranger's pull request: nothing in them may be read as Markdown. */
const quoted = (text: string) => `\`${text.replace(/[`\r\n|]/g, "·")}\``;
const counted = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

function findingLine(code: string, findings: Check["findings"]): string {
  const photos = [...new Set(findings.flatMap((finding) => finding.photos))];
  const rest = photos.length > NAMED ? ` and ${photos.length - NAMED} more` : "";
  const named = photos.length === 0 ? "" : `: ${photos.slice(0, NAMED).map(quoted).join(", ")}${rest}`;
  const sentences: Readonly<Record<string, string>> = messages.findings.code;
  return `- ${sentences[code] ?? code}, ${counted(findings.length, "time")}${named}`;
}

function section(title: string, findings: Check["findings"]): string {
  if (findings.length === 0) return "";
  const codes = [...new Set(findings.map(({ code }) => code))];
  const lines = codes.map((code) =>
    findingLine(
      code,
      findings.filter((finding) => finding.code === code),
    ),
  );
  return `\n### ${title}\n\n${lines.join("\n")}\n`;
}

/** @param text the last line that `forage data check` wrote @throws ZodError, SyntaxError when it is none */
export function dataCheckReport(text: string): string {
  const last = text.trim().split("\n").at(-1) ?? "";
  const check = checkSchema.parse(JSON.parse(last));
  const verdict =
    check.errors > 0
      ? `**${counted(check.errors, "error")}**: this set cannot be trained on as it is.`
      : check.warnings > 0
        ? `No errors, ${counted(check.warnings, "warning")}.`
        : "Nothing to complain about.";
  const classes = check.classes.map(
    ({ name, boxes, photos }) => `| ${quoted(name)} | ${boxes} | ${photos} |`,
  );
  const of = (severity: "error" | "warning") => check.findings.filter((one) => one.severity === severity);
  return `## Data check

${verdict} ${counted(check.photos, "photo")}, ${counted(check.boxes, "box", "boxes")}, read as ${check.format}.
${section("Errors", of("error"))}${section("Warnings", of("warning"))}
<details><summary>${counted(check.classes.length, "class", "classes")}</summary>

| class | boxes | photos |
|---|---|---|
${classes.join("\n")}

</details>
`;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.stdout.write(dataCheckReport(readFileSync(process.argv[2] ?? "", "utf8")));
