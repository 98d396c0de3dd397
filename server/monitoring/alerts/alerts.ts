import { z } from "zod";
import { alertSentence } from "@/lib/contracts/alert-sentences";
import {
  type AlertChannel,
  type AlertMessage,
  alertChannelSchema,
  alertRuleSchema,
  alertStateSchema,
  type SaveAlert,
  type ShownAlert,
} from "@/lib/contracts/alerts";
import { errorSentence } from "@/lib/contracts/error-sentences";
import { AppError, isAppError } from "@/lib/core/errors";
import { QUIET, stepAlert } from "@/lib/core/monitoring/alerts/step-alert";
import { recordIn } from "@/server/audit/service";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import { environmentValue } from "@/server/environment/environment-value";
import { driftFired } from "@/server/retraining/drift-fired";
import type { FetchOptions } from "@/server/web/fetch-public";
import { channelText, tell } from "./channels";
import { type Reading, readFor } from "./readings";
import * as repository from "./repository";

const MOST_RULES = 50;
const MESSAGE_DAYS = 180;
const HOUR_MS = 3_600_000;
const channelsSchema = z.array(alertChannelSchema);

function toShown(row: repository.RuleRow): ShownAlert {
  return {
    id: row.id,
    name: row.name,
    rule: alertRuleSchema.parse(row.rule),
    channels: channelsSchema.parse(row.channels),
    isOn: row.isOn,
    state: alertStateSchema.parse(row.state),
    silentUntil: row.silentUntil?.toISOString() ?? null,
  };
}

export async function listAlerts(teamId: string): Promise<readonly ShownAlert[]> {
  return (await repository.listRules(connection(), teamId)).map(toShown);
}

/** What is raised now, for everybody in the team: no addresses. */
export async function listRaised(teamId: string) {
  return (await listAlerts(teamId))
    .filter(({ isOn, state }) => isOn && state.is === "raised")
    .map(({ id, name, state, silentUntil }) => ({ id, name, raisedAt: state.raisedAt, silentUntil }));
}

/**
 * Saves a rule. A changed rule begins anew: it is quiet until it finds something.
 * @throws AppError request/not-found for a rule of another team, team/quota for too many
 */
export function saveAlert(teamId: string, { id, name, rule, channels, isOn }: SaveAlert): Promise<void> {
  return transaction(async (queries) => {
    const rules = await repository.listRules(queries, teamId);
    const before = rules.find((one) => one.id === id);
    if (!before && rules.length >= MOST_RULES)
      throw new AppError("team/quota", { facts: { what: "alert rules", limit: MOST_RULES } });
    const isSame = before && JSON.stringify(toShown(before).rule) === JSON.stringify(rule);
    const state = isSame ? before.state : QUIET;
    const row = { id, teamId, name, rule, channels, isOn, state, silentUntil: before?.silentUntil ?? null };
    if (!(await repository.writeRule(queries, row))) throw new AppError("request/not-found");
    await recordIn(queries, { action: before ? "alert/changed" : "alert/made", facts: { name }, teamId });
  });
}

export function removeAlert(teamId: string, id: string): Promise<void> {
  return transaction(async (queries) => {
    if (!(await repository.removeRule(queries, id, teamId))) throw new AppError("request/not-found");
    await recordIn(queries, { action: "alert/removed", facts: { of: id }, teamId });
  });
}

/** @param hours null: it speaks again */
export function silenceAlert(
  teamId: string,
  { id, hours }: { readonly id: string; readonly hours: number | null },
  now = new Date(),
): Promise<void> {
  return transaction(async (queries) => {
    const silentUntil = hours === null ? null : new Date(now.getTime() + hours * HOUR_MS);
    if (!(await repository.changeRule(queries, { id, teamId }, { silentUntil })))
      throw new AppError("request/not-found");
    await recordIn(queries, { action: "alert/changed", facts: { of: id, hours }, teamId });
  });
}

/** What was told, newest first. */
export async function listAlertMessages(teamId: string): Promise<readonly AlertMessage[]> {
  const rows = await repository.listMessages(connection(), teamId, 50);
  return rows.map((row) => ({
    id: row.id,
    ruleId: row.ruleId,
    at: row.at.toISOString(),
    kind: row.kind as AlertMessage["kind"],
    title: row.title,
    text: row.text,
    channel: channelText(alertChannelSchema.parse(JSON.parse(row.channel))),
    sentAt: row.sentAt?.toISOString() ?? null,
    tries: row.tries,
    error: row.error,
  }));
}

/** Where the evidence is; a path where nobody said by which address Forage is reached. */
function link(): string {
  const base = environmentValue("FORAGE_PUBLIC_URL");
  return base
    ? `${base.replace(/\/$/, "")}/studio/monitor`
    : `http://127.0.0.1:${process.env.PORT ?? 3000}/studio/monitor`;
}

interface ToTell {
  readonly kind: "raised" | "cleared";
  readonly since: string;
  readonly reading: Reading;
  readonly team: string;
}

/** What moved, and by how much. */
function sentenceOf({ rule }: ShownAlert, { reading, team }: Pick<ToTell, "reading" | "team">): string {
  const { value, modelId, before, now, names, rows } = reading;
  const facts = { team, modelId, value: value ?? 0, raiseAt: rule.raiseAt, before, now, names, rows };
  return alertSentence(rule.reads, facts);
}

function messageOf(shown: ShownAlert, { kind, since, reading, team }: ToTell) {
  const { name, rule } = shown;
  const { modelId } = reading;
  const what = sentenceOf(shown, { reading, team });
  const title = kind === "raised" ? `Forage: ${name}` : `Forage: ${name} is over`;
  const lines = [
    what,
    kind === "raised"
      ? `The limit is ${rule.raiseAt}. Since ${since}.`
      : `Below ${rule.clearAt} since ${since}.`,
    `Team ${team}${modelId ? `, model ${modelId}` : ""}.`,
    "",
    link(),
  ];
  return { title, text: lines.join("\n") };
}

async function toEach(
  queries: Transaction,
  row: Pick<repository.RuleRow, "id" | "teamId">,
  channels: readonly AlertChannel[],
  message: { readonly kind: string; readonly title: string; readonly text: string },
) {
  return repository.insertMessages(
    queries,
    channels.map((channel) => ({
      ...message,
      teamId: row.teamId,
      ruleId: row.id,
      channel: JSON.stringify(channel),
    })),
  );
}

/** Training again may help against what such a rule finds; a slow device or missing figures it does not change. */
const isOfWhatItSees = ({ rule }: ShownAlert) => !["latency", "heartbeat"].includes(rule.reads.kind);

/** One look by one rule: its state and what is to be told are written together. @returns whether something is told */
async function lookBy(before: repository.RuleRow, now: Date): Promise<boolean> {
  const { rule } = toShown(before);
  const reading = await readFor(rule.reads, before.teamId, now);
  const team = await repository.nameOfTeam(connection(), before.teamId);
  return transaction(async (queries) => {
    const row = await repository.holdRule(queries, before.id);
    // gone, changed or looked at by another worker meanwhile: the next look is soon
    if (!row || JSON.stringify(row.rule) !== JSON.stringify(before.rule)) return false;
    const shown = toShown(row);
    const levels = { ...shown.rule, direction: "above" } as const;
    const { value, of } = reading;
    const { state, told } = stepAlert(levels, shown.state, { value, of, at: now.toISOString() });
    if (JSON.stringify(state) !== JSON.stringify(shown.state))
      await repository.changeRule(queries, row, { state });
    if (told?.kind === "raised" && isOfWhatItSees(shown)) {
      const evidence = { rule: shown.name, text: sentenceOf(shown, { reading, team }) };
      await driftFired(queries, row.teamId, { ...evidence, modelId: reading.modelId || null });
    }
    // a silent rule keeps its state, so that it does not tell late what was over meanwhile
    const isSilent = row.silentUntil !== null && row.silentUntil > now;
    if (!told || isSilent) return false;
    const message = messageOf(shown, { ...told, reading, team });
    await toEach(queries, row, shown.channels, { kind: told.kind, ...message });
    return true;
  });
}

async function deliver(message: repository.MessageRow, options: FetchOptions): Promise<void> {
  const channel = alertChannelSchema.parse(JSON.parse(message.channel));
  const error = await tell(channel, message, options).then(
    () => null,
    (reason: unknown) =>
      isAppError(reason) ? errorSentence(reason.code, reason.facts) : errorSentence("server/unexpected", {}),
  );
  await repository.markTried(connection(), message.id, error);
}

/**
 * Lets every rule look once, then sends what waits: also what an earlier try could not send, five times at most.
 * @returns how many rules told something
 */
export async function keepAlerts(
  signal: AbortSignal,
  { now = new Date(), ...options }: FetchOptions & { readonly now?: Date } = {},
): Promise<number> {
  let told = 0;
  for (const rule of await repository.listOn(connection())) {
    signal.throwIfAborted();
    if (await lookBy(rule, now)) told++;
  }
  await repository.removeOldMessages(connection(), MESSAGE_DAYS);
  for (const message of await repository.listUnsent(connection())) {
    signal.throwIfAborted();
    await deliver(message, options);
  }
  return told;
}

/**
 * Sends a test by every way of a rule, now.
 * @returns what became of each
 * @throws AppError request/not-found
 */
export async function testAlert(
  teamId: string,
  id: string,
  options: FetchOptions = {},
): Promise<readonly { readonly channel: string; readonly error: string | null }[]> {
  const row = (await repository.listRules(connection(), teamId)).find((one) => one.id === id);
  if (!row) throw new AppError("request/not-found");
  const { name, channels } = toShown(row);
  const text = `This is a test of the rule "${name}". Nothing is wrong.\n\n${link()}`;
  const ids = await transaction((queries) =>
    toEach(queries, row, channels, { kind: "test", title: `Forage: test of ${name}`, text }),
  );
  const results: { channel: string; error: string | null }[] = [];
  for (const messageId of ids) {
    const message = await repository.findMessage(connection(), messageId);
    if (!message) continue;
    await deliver(message, options);
    const after = await repository.findMessage(connection(), messageId);
    const channel = channelText(alertChannelSchema.parse(JSON.parse(message.channel)));
    results.push({ channel, error: after?.error ?? null });
  }
  return results;
}
