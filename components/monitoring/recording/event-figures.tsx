"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { DetectionEvent, OutcomeChanges } from "@/lib/contracts/detection-events";

interface EventFiguresProps {
  readonly event: DetectionEvent;
  readonly changes?: OutcomeChanges | null;
}

/** One event in words, and below it every byte of it. */
export function EventFigures({ event, changes = null }: EventFiguresProps) {
  const t = useTranslations("figures");
  const format = useFormatter();
  const classes = useClasses();
  const { photo, boxes, latency, sliders } = event;
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 1 });
  const found = boxes.byClass.map(([classId, count]) =>
    t("classCount", { name: classes.nameOf(classId), count }),
  );
  if (boxes.unnamed > 0) found.push(t("unnamed", { count: boxes.unnamed }));
  const rows: readonly (readonly [string, string])[] = [
    [t("row.when"), format.dateTime(new Date(event.at), { dateStyle: "medium", timeStyle: "medium" })],
    [t("row.model"), event.modelId],
    [
      t("row.device"),
      t("deviceOf", { device: t(`device.${event.device}`), backend: event.backend, browser: event.browser }),
    ],
    [t("row.photo"), t("photoSize", { width: photo.width, height: photo.height })],
    [
      t("row.look"),
      t("lookOf", {
        brightness: percent(photo.brightness),
        contrast: percent(photo.contrast),
        saturation: percent(photo.saturation),
        sharpness: percent(photo.sharpness),
      }),
    ],
    [t("row.found"), found.length === 0 ? t("nothing") : found.join(", ")],
    [t("row.scores"), boxes.scores.join(" ")],
    [t("row.shapes"), `${boxes.areas.join(" ")} · ${boxes.aspects.join(" ")} · ${boxes.positions.join(" ")}`],
    [t("row.sketch"), event.sketch ? event.sketch.join(" ") : t("none")],
    [
      t("row.took"),
      t("tookOf", { total: latency.totalMs, inference: latency.inferenceMs, record: latency.recordMs }),
    ],
    [t("row.sliders"), sliders ? t("slidersOf", { ...sliders }) : t("none")],
    [t("row.changes"), changes ? t("changesOf", { ...changes }) : t("notSaved")],
  ];
  return (
    <div className="flex flex-col gap-2">
      <dl className="tabular grid gap-x-4 gap-y-1 text-meta sm:grid-cols-[9rem_1fr]">
        {rows.map(([term, value]) => (
          <div key={term} className="contents">
            <dt className="text-ink-soft">{term}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary className="flex min-h-11 cursor-pointer items-center">{t("everyByte")}</summary>
        <section
          aria-label={t("everyByte")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing else to focus
          tabIndex={0}
          className="max-h-80 overflow-auto rounded-small bg-paper p-2"
        >
          <pre className="text-meta">{JSON.stringify(event, null, 1)}</pre>
        </section>
      </details>
    </div>
  );
}
