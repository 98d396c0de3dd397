"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EXPERIMENT_STATES, type Experiment } from "@/lib/contracts/experiments";
import { INPUT } from "../field";
import type { Filter } from "./columns";

interface FilterBarProps {
  readonly filter: Filter;
  readonly shown: number;
  readonly all: number;
  readonly onChange: (filter: Filter) => void;
  readonly onExport: () => void;
}

/** What of the table is shown, how much that is, and the table as a file. */
export function FilterBar({ filter, shown, all, onChange, onExport }: FilterBarProps) {
  const t = useTranslations("experiments");
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change });
  const check = (name: "isStarred" | "isArchived", text: string) => (
    <label className="flex min-h-9 items-center gap-2 pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="size-4 accent-leaf"
        checked={filter[name]}
        onChange={({ target }) => set({ [name]: target.checked })}
      />
      {text}
    </label>
  );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        className={`${INPUT} max-w-64`}
        value={filter.text}
        onChange={({ target }) => set({ text: target.value })}
      />
      <select
        aria-label={t("columns.state")}
        className={`${INPUT} !w-auto`}
        value={filter.state}
        onChange={({ target }) => set({ state: target.value as Experiment["state"] | "all" })}
      >
        <option value="all">{t("anyState")}</option>
        {EXPERIMENT_STATES.map((state) => (
          <option key={state} value={state}>
            {t(`states.${state}`)}
          </option>
        ))}
      </select>
      {check("isStarred", t("onlyStarred"))}
      {check("isArchived", t("alsoArchived"))}
      <p role="status" className="tabular text-ink-soft">
        {t("count", { shown, all })}
      </p>
      <Button className="ml-auto" onClick={onExport}>
        <Download aria-hidden />
        {t("export")}
      </Button>
    </div>
  );
}
