"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { LibraryPage } from "@/lib/contracts/library";
import { PeriodFilter } from "./period-filter";
import type { SavedPeriod } from "./saved-period";

export interface LibraryFilter {
  readonly search: string;
  readonly classIds: readonly number[];
  readonly saved: SavedPeriod;
}

interface ClassFilterProps {
  readonly filter: LibraryFilter;
  readonly onChange: (filter: LibraryFilter) => void;
  /** Classes of the whole library, most frequent first. */
  readonly found: LibraryPage["classes"];
  readonly classes: ClassLookup;
}

const SHOWN_CLASSES = 12;

/** A search field, when it was saved, and the classes most often saved, as toggles. */
export function ClassFilter({ filter, onChange, found, classes }: ClassFilterProps) {
  const t = useTranslations("library");
  const toggle = (classId: number) => {
    const isOn = filter.classIds.includes(classId);
    const classIds = isOn ? filter.classIds.filter((id) => id !== classId) : [...filter.classIds, classId];
    onChange({ ...filter, classIds });
  };
  return (
    <search className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <div className="relative w-full sm:max-w-sm">
          <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft" />
          <input
            type="search"
            aria-label={t("search")}
            placeholder={t("search")}
            value={filter.search}
            maxLength={100}
            onChange={(event) => onChange({ ...filter, search: event.target.value })}
            className="h-10 w-full rounded-card border border-line-strong bg-raised pr-3 pl-9 placeholder:text-ink-soft max-sm:text-lead"
          />
        </div>
        <PeriodFilter value={filter.saved} onChange={(saved) => onChange({ ...filter, saved })} />
      </div>
      {found.length > 1 ? (
        <ul className="flex gap-1.5 overflow-x-auto pb-1 [scrollbar-width:none] sm:flex-wrap">
          {found.slice(0, SHOWN_CLASSES).map(({ classId, count }) => {
            const isOn = filter.classIds.includes(classId);
            return (
              <li key={classId} className="shrink-0">
                <button
                  type="button"
                  aria-pressed={isOn}
                  onClick={() => toggle(classId)}
                  className={classNames(
                    "flex h-8 items-center gap-1.5 rounded-full border px-3 transition-colors pointer-coarse:h-10",
                    isOn
                      ? "border-leaf bg-leaf-wash text-leaf-strong"
                      : "border-line-strong bg-raised hover:bg-sunken",
                  )}
                >
                  {classes.nameOf(classId)}
                  <span className={classNames("tabular text-meta", isOn ? "" : "text-ink-soft")}>
                    {count}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      ) : null}
    </search>
  );
}
