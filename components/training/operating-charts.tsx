"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { SetEvaluation } from "@/lib/contracts/training";
import { Field, INPUT } from "./field";
import { LineChart } from "./line-chart";
import type { NameOf } from "./name-of";

const STEPS = Array.from({ length: 101 }, (_, i) => i / 100);
const UNIT = [0, 1] as const;
const ALL = -1;

/** Precision by recall, and F1 by confidence: of all classes, and of one beside them. */
export function OperatingCharts({ set, nameOf }: { readonly set: SetEvaluation; readonly nameOf: NameOf }) {
  const t = useTranslations("training");
  const [classId, setClassId] = useState(ALL);
  const one = set.byClass.find((each) => each.classId === classId);
  const [precision, f1] = useMemo(() => {
    const all = { label: t("allClasses"), colour: "--leaf" };
    const own = { label: one ? nameOf(one.classId) : "", colour: "--tomato", dash: [6, 4] };
    return [
      [
        { ...all, values: set.precisionAtRecall },
        ...(one ? [{ ...own, values: one.precisionAtRecall }] : []),
      ],
      [{ ...all, values: set.curve.f1 }, ...(one ? [{ ...own, values: one.f1AtConfidence }] : [])],
    ];
  }, [nameOf, one, set, t]);
  return (
    <div className="flex flex-col gap-3">
      <div className="max-w-xs">
        <Field label={t("classChoice")}>
          {(ids) => (
            <select
              {...ids}
              className={INPUT}
              value={classId}
              onChange={({ target }) => setClassId(Number(target.value))}
            >
              <option value={ALL}>{t("allClasses")}</option>
              {set.byClass.map((each) => (
                <option key={each.classId} value={each.classId}>
                  {nameOf(each.classId)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
        <figure className="min-w-0">
          <figcaption className="mb-1 font-medium">{t("pr")}</figcaption>
          <LineChart
            label={t("prLabel")}
            x={STEPS}
            lines={precision}
            xLabel={t("recall")}
            xRange={UNIT}
            yRange={UNIT}
          />
        </figure>
        <figure className="min-w-0">
          <figcaption className="mb-1 font-medium">{t("f1")}</figcaption>
          <LineChart
            label={t("f1Label")}
            x={STEPS}
            lines={f1}
            xLabel={t("confidence")}
            xRange={UNIT}
            yRange={UNIT}
          />
        </figure>
      </div>
    </div>
  );
}
