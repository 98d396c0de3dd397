import { Gauge, Registry } from "prom-client";
import { driftFindingSchema, LEAST_SHOWN } from "@/lib/contracts/monitoring";
import { FEWEST_IN_SLICE } from "@/lib/core/monitoring/slices/worst-slice";
import { connection } from "@/server/db/transaction";
import { lastEventAt, listOn } from "../alerts/repository";
import { addDays, firstShown } from "../drift/periods";
import { listModels, listTeams, readLooks } from "../drift/repository";
import { type Added, readFeatures, readFreshness, readWhole } from "../overview/repository";
import { dayAt } from "../sums/keep-sums";

/** Figures are of the days up to today, so many of them. */
const DAYS = 7;

const NAMES = {
  detections: "Detections recorded in the last 7 days, by team and model",
  judged_boxes: "Boxes of the model that people judged by saving, in the last 7 days",
  wrong_boxes_ratio: "Part of the judged boxes that were deleted or renamed, in the last 7 days",
  boxless_ratio: "Part of the photos without a box, in the last 7 days",
  unsure_ratio: "Part of the photos with boxes whose surest scores below one half, in the last 7 days",
  typical_seconds: "Geometric mean of a detection's whole time, in the last 7 days",
} as const;

const shareOf = (part: number, whole: number) => (whole < FEWEST_IN_SLICE ? null : part / whole);

/** Null where there is too little to say: the figure is left out then, which is not 0. */
const VALUES: Readonly<Record<keyof typeof NAMES, (added: Added) => number | null>> = {
  detections: ({ events }) => events,
  judged_boxes: ({ judgedBoxes }) => judgedBoxes,
  wrong_boxes_ratio: ({ wrongBoxes, judgedBoxes }) => shareOf(wrongBoxes, judgedBoxes),
  boxless_ratio: ({ boxless, events }) => shareOf(boxless, events),
  unsure_ratio: ({ unsure, topCount }) => shareOf(unsure, topCount),
  typical_seconds: ({ logMs, events }) =>
    events < FEWEST_IN_SLICE ? null : Math.exp(logMs / events) / 1_000,
};

function openGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge<L>({
      name: `forage_monitoring_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
    });
  return {
    ofModel: Object.fromEntries(
      Object.entries(NAMES).map(([name, help]) => [name, gauge(name, help, ["team", "model"])]),
    ) as Record<keyof typeof NAMES, Gauge<"team" | "model">>,
    feature: gauge("feature", "Where a feature's values lay on its newest day", [
      ...(["team", "model", "feature", "quantile"] as const),
    ]),
    drifted: gauge("drifted_features", "Features that drift in the newest comparison of a day", [
      ...(["team", "model"] as const),
    ]),
    judgedFeatures: gauge("judged_features", "Features that the newest comparison of a day could judge", [
      ...(["team", "model"] as const),
    ]),
    raised: gauge("alert_raised", "Whether a rule for alerts is raised", ["team", "rule"]),
    last: gauge("last_detection_timestamp_seconds", "When a detection was recorded last", ["team"]),
    waiting: gauge("days_waiting", "Days that wait to be added up", ["team"]),
  };
}

type Gauges = ReturnType<typeof openGauges>;

async function readModel(gauges: Gauges, team: string, modelId: string, today: string): Promise<void> {
  const shown = { teamId: team, modelId, from: addDays(today, 1 - DAYS), to: today };
  const added = await readWhole(connection(), shown);
  // fewer would tell of one person
  if (!added || added.events < LEAST_SHOWN) return;
  const labels = { team, model: modelId };
  for (const [name, of] of Object.entries(VALUES) as [keyof typeof NAMES, (typeof VALUES)["detections"]][]) {
    const value = of(added);
    if (value !== null) gauges.ofModel[name].set(labels, value);
  }
  for (const { feature, values, p10, p50, p90 } of await readFeatures(connection(), shown)) {
    if (values < LEAST_SHOWN) continue;
    // in the order of days: the newest stays
    for (const [quantile, value] of [
      ["0.1", p10],
      ["0.5", p50],
      ["0.9", p90],
    ] as const)
      gauges.feature.set({ ...labels, feature, quantile }, value);
  }
  const key = { teamId: team, modelId, period: "day" };
  const findings = (await readLooks(connection(), key, firstShown("day", today))).map(({ finding }) =>
    driftFindingSchema.parse(finding),
  );
  const newest = findings.findLast(({ isReference }) => !isReference);
  if (!newest || newest.verdict === "too few rows") return;
  gauges.drifted.set(labels, newest.drifted);
  gauges.judgedFeatures.set(labels, newest.judged);
}

/** What the Monitor page shows, of all teams, as Prometheus reads it; from sums alone. */
export async function monitoringMetrics(
  now = new Date(),
): Promise<{ readonly text: string; readonly contentType: string }> {
  const registry = new Registry();
  const gauges = openGauges(registry);
  const today = dayAt(now);
  for (const team of await listTeams(connection())) {
    const last = await lastEventAt(connection(), team);
    if (last) gauges.last.set({ team }, Math.floor(last.getTime() / 1_000));
    gauges.waiting.set({ team }, (await readFreshness(connection(), team)).waiting);
    for (const { modelId } of await listModels(connection(), team))
      await readModel(gauges, team, modelId, today);
  }
  for (const { teamId, name, state } of await listOn(connection())) {
    const isRaised = (state as { readonly is?: unknown }).is === "raised";
    gauges.raised.set({ team: teamId, rule: name }, isRaised ? 1 : 0);
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}
