import { z } from "zod";

/** A known weakness of a package. */
export interface Finding {
  readonly id: string;
  readonly package: string;
  readonly severity: string;
  readonly title: string;
}

/** What an index said: findings, or that it said nothing. */
export type Answer =
  | { readonly findings: readonly Finding[]; readonly looked: string }
  | { readonly silent: string };

const advisory = z.object({
  source: z.union([z.number(), z.string()]).optional(),
  name: z.string(),
  title: z.string().default(""),
  url: z.string().default(""),
  severity: z.string(),
});
const npmReport = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
  metadata: z.object({
    dependencies: z.object({ total: z.number().optional(), prod: z.number().optional() }),
  }),
});

/** Reads what `npm audit --json` printed. */
export function readNpm(text: string): Answer {
  const parsed = npmReport.safeParse(json(text));
  if (!parsed.success) return { silent: "the npm registry gave no list of weaknesses" };
  const { vulnerabilities, metadata } = parsed.data;
  const found = new Map<string, Finding>();
  for (const { via } of Object.values(vulnerabilities))
    for (const one of via) {
      // a name alone: the package it comes from has the advisory
      if (typeof one === "string") continue;
      const id = /GHSA-[\w-]+/.exec(one.url)?.[0] ?? `npm ${one.source ?? one.name}`;
      found.set(`${id} ${one.name}`, { id, package: one.name, severity: one.severity, title: one.title });
    }
  const { prod, total } = metadata.dependencies;
  return { findings: [...found.values()], looked: `${prod ?? total ?? "all"} packages of npm` };
}

const pipReport = z.object({
  dependencies: z.array(
    z.object({
      name: z.string(),
      skip_reason: z.string().optional(),
      vulns: z
        .array(
          z.object({
            id: z.string(),
            aliases: z.array(z.string()).default([]),
            description: z.string().default(""),
          }),
        )
        .default([]),
    }),
  ),
});

/** Reads what `pip-audit --format json` wrote. It calls packages that the index knows nothing of clean: here they are not. */
export function readPip(text: string): Answer {
  const parsed = pipReport.safeParse(json(text));
  const all = parsed.success ? parsed.data.dependencies : [];
  const looked = all.filter((one) => one.skip_reason === undefined);
  if (looked.length === 0) return { silent: "the Python index gave no list of weaknesses" };
  const findings = looked.flatMap(({ name, vulns }) =>
    vulns.map(({ id, aliases, description }) => ({
      id: [id, ...aliases].find((one) => one.startsWith("GHSA-")) ?? id,
      package: name,
      // the index tells none
      severity: "unknown",
      title: description.split("\n", 1)[0]?.slice(0, 120) ?? "",
    })),
  );
  return { findings, looked: `${looked.length} of ${all.length} packages of Python` };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const allowedSchema = z.array(
  z.strictObject({
    id: z.string().min(3),
    package: z.string().min(1),
    /** Why it does no harm here, or why it cannot be mended yet. */
    reason: z.string().min(20),
    since: z.iso.date(),
    /** Looked at again by then. */
    until: z.iso.date(),
  }),
);
export type Allowed = z.infer<typeof allowedSchema>;

const GRAVE = new Set(["high", "critical", "unknown"]);

/** The findings that stop a change: grave, and not allowed on that day. */
export function graveOnes(findings: readonly Finding[], allowed: Allowed, today: string): readonly Finding[] {
  const isAllowed = (finding: Finding) =>
    allowed.some(
      (one) =>
        one.id === finding.id && one.package === finding.package && one.since <= today && today <= one.until,
    );
  return findings.filter((finding) => GRAVE.has(finding.severity) && !isAllowed(finding));
}
