import { alwaysInTeam } from "@/server/db/own-team";
import { listAlertMessages, listAlerts, listRaised } from "@/server/monitoring/alerts/alerts";
import { readFor } from "@/server/monitoring/alerts/readings";
import { evidenceOf, matrixOf } from "@/server/monitoring/drift/matrix";
import { picksOf } from "@/server/monitoring/labelling/pick-photos";
import { monitoringMetrics } from "@/server/monitoring/metrics/monitoring-metrics";
import { accuracyOf } from "@/server/monitoring/overview/accuracy";
import { fairnessOf } from "@/server/monitoring/overview/fairness";
import { overviewOf, slicesOf } from "@/server/monitoring/overview/overview";
import { shadowOf } from "@/server/monitoring/overview/shadow";
import { readSent, recordingState } from "@/server/monitoring/recording/recording";
import { listReports } from "@/server/monitoring/reports/open-report";
import { dayAt } from "@/server/monitoring/sums/keep-sums";
import { MODEL, TEAM } from "./fill";
import { timed } from "./timed";

const TIMES = 7;

/** Times everything that the Monitor page, the page of a person's figures, Prometheus and the rules for alerts ask of the store. */
export async function askStore(): Promise<void> {
  alwaysInTeam(TEAM);
  const now = new Date();
  const who = { teamId: TEAM, userId: TEAM };
  const asked = { ...who, modelId: null };
  const today = dayAt(now);
  const startsOn = dayAt(now, -2);
  const ask = (what: string, work: () => Promise<unknown>) => timed(what, work, TIMES);
  await ask("page: trends and classes", () => overviewOf(asked));
  await ask("page: drift matrix, days", () => matrixOf({ teamId: TEAM, modelId: null, period: "day" }));
  await ask("page: drift matrix, weeks", () => matrixOf({ teamId: TEAM, modelId: null, period: "week" }));
  await ask("page: evidence of a cell", () =>
    evidenceOf({ ...who, modelId: MODEL, period: "day", startsOn, column: "brightness" }),
  );
  await ask("page: slices with accuracy", () => slicesOf(asked));
  await ask("of it accuracy, 4,000 a side", () =>
    accuracyOf(
      { teamId: TEAM, modelId: MODEL, to: today },
      { from: dayAt(now, -44), to: dayAt(now, -31) },
      1,
    ),
  );
  await ask("page: fairness", () => fairnessOf({ ...who, modelId: MODEL }));
  await ask("page: candidates in the shadow", () => shadowOf({ teamId: TEAM, modelId: MODEL }));
  await ask("page: photos chosen to label", () => picksOf(TEAM));
  await ask("page: reports", () => listReports(TEAM, MODEL));
  await ask("page: alerts", () => Promise.all([listRaised(TEAM), listAlerts(TEAM), listAlertMessages(TEAM)]));
  const person = "00000000-0000-4000-9000-000000000007";
  await ask("own figures: state", () => recordingState(person));
  await ask("own figures: a page of them", () => readSent(person, { cursor: null, limit: 20 }));
  await ask("Prometheus: all figures", () => monitoringMetrics());
  const kinds = [
    { kind: "drift", period: "day", over: 0.1 },
    { kind: "wrong", days: 7, over: 0.1 },
    { kind: "latency", days: 7, over: 1.5 },
    { kind: "heartbeat", over: 24 },
  ];
  for (const reads of kinds) await ask(`alert: ${reads.kind}`, () => readFor(reads as never, TEAM, now));
}
