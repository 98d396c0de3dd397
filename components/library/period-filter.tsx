"use client";

import { useTranslations } from "next-intl";
import { PERIODS, type Period, type SavedPeriod } from "./saved-period";

interface PeriodFilterProps {
  readonly value: SavedPeriod;
  readonly onChange: (value: SavedPeriod) => void;
}

const FIELD =
  "h-10 rounded-card border border-line-strong bg-raised px-3 max-sm:text-lead max-sm:flex-1 max-sm:min-w-0";

/** When photos were saved: some usual spans, or between two days. */
export function PeriodFilter({ value, onChange }: PeriodFilterProps) {
  const t = useTranslations("library.period");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select
        aria-label={t("label")}
        value={value.period}
        onChange={(event) => onChange({ ...value, period: event.target.value as Period })}
        className={FIELD}
      >
        {PERIODS.map((period) => (
          <option key={period} value={period}>
            {t(period)}
          </option>
        ))}
      </select>
      {value.period === "between" ? (
        <>
          <input
            type="date"
            aria-label={t("firstDay")}
            value={value.firstDay}
            {...(value.lastDay ? { max: value.lastDay } : {})}
            onChange={(event) => onChange({ ...value, firstDay: event.target.value })}
            className={FIELD}
          />
          <span aria-hidden className="text-ink-soft">
            –
          </span>
          <input
            type="date"
            aria-label={t("lastDay")}
            value={value.lastDay}
            {...(value.firstDay ? { min: value.firstDay } : {})}
            onChange={(event) => onChange({ ...value, lastDay: event.target.value })}
            className={FIELD}
          />
        </>
      ) : null}
    </div>
  );
}
