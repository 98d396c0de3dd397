import type { z } from "zod";
import {
  type AuditAction,
  type AuditEntry,
  type AuditFacts,
  auditEntrySchema,
  auditFactsSchema,
  type auditListInputSchema,
} from "@/lib/contracts/audit";
import { actingNow, ownTeamIfAny } from "@/server/db/own-team";
import { connection, type Queries } from "@/server/db/transaction";
import { environmentValue } from "@/server/environment/environment-value";
import { type AuditRow, insertEntry, isOfDeleted, readEntries, readNames, removeOld } from "./repository";

/** Days that entries are kept; the trigger keeps each for 30 at least. */
const LEAST_DAYS = 30;
const USUAL_DAYS = 365;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Deed {
  readonly action: AuditAction;
  readonly facts?: AuditFacts;
  /** Default: the team that is worked for; null for what concerns the installation. */
  readonly teamId?: string | null;
  /** Default: whoever sent the request. */
  readonly user?: { readonly id: string; readonly name: string };
  readonly address?: string;
}

/**
 * Writes down who does what, and from where, as part of the transaction that does it: both are written, or neither.
 */
export async function recordIn(queries: Queries, deed: Deed): Promise<void> {
  const acting = actingNow();
  const user = deed.user ?? acting?.user;
  await insertEntry(queries, {
    teamId: deed.teamId === undefined ? (ownTeamIfAny() ?? null) : deed.teamId,
    userId: user?.id || null,
    userName: user?.name ?? "",
    action: deed.action,
    facts: deed.facts ?? {},
    address: deed.address ?? acting?.address ?? null,
  });
}

/** The same of what writes nothing else. */
export function recordNow(deed: Deed): Promise<void> {
  return recordIn(connection(), deed);
}

/** Facts that name a person, by id: whoever reads the log is told a name. */
const PEOPLE = ["of", "member", "to"] as const;

function toEntry({ at, ...row }: AuditRow, names: ReadonlyMap<string, string>): AuditEntry {
  const entry = { ...row, isDeleted: isOfDeleted(row), at: at.toISOString() };
  const { facts, ...rest } = auditEntrySchema.parse(entry);
  const named = PEOPLE.flatMap((fact) => {
    const name = names.get(String(facts[fact]));
    return name === undefined ? [] : [[fact, name]];
  });
  return { ...rest, facts: { ...facts, ...Object.fromEntries(named) } };
}

function idsOf({ facts }: AuditRow): string[] {
  const about = auditFactsSchema.parse(facts);
  return PEOPLE.map((fact) => String(about[fact])).filter((value) => UUID.test(value));
}

/**
 * A team's entries, newest first, a page at a time, with what somebody did themselves beside any team; with all of the
 * installation's own for its admin.
 */
export async function listAudit(
  who: { readonly teamId: string; readonly userId: string; readonly withInstallation: boolean },
  { cursor, limit, kind }: z.output<typeof auditListInputSchema>,
): Promise<{ readonly items: readonly AuditEntry[]; readonly nextCursor: number | null }> {
  const rows = await readEntries(connection(), { ...who, kind, before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const names = await readNames(connection(), shown.flatMap(idsOf));
  const items = shown.map((row) => toEntry(row, names));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** `FORAGE_AUDIT_DAYS`. */
export function auditDays(): number {
  const days = Number(environmentValue("FORAGE_AUDIT_DAYS") ?? USUAL_DAYS);
  return Number.isFinite(days) ? Math.max(LEAST_DAYS, days) : USUAL_DAYS;
}

/** Removes entries that are older than is set. */
export async function forgetOldEntries(): Promise<void> {
  await removeOld(connection(), auditDays());
}
