"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import { OWN_SOURCE, type ReviewFilter, type ReviewQueue } from "@/lib/contracts/review";

export const NO_FILTER: ReviewFilter = {
  classIds: [],
  errorKinds: [],
  sources: [],
  disagreements: [],
  whose: [],
};

export function isFiltered(filter: ReviewFilter): boolean {
  return Object.values(filter).some((values) => values.length > 0);
}

interface ReviewFiltersProps {
  readonly filter: ReviewFilter;
  readonly facets: ReviewQueue["facets"];
  readonly classes: ClassLookup;
  readonly onChange: (filter: ReviewFilter) => void;
  /** Two people or more may review: photos may be somebody's. */
  readonly isSeveral?: boolean;
}

const SHOWN_CLASSES = 14;
const WHOSE = ["mine", "nobody", "somebody"] as const;

/** What waits, by what differs, kind of error, class and source, each with its number of photos. */
export function ReviewFilters({ filter, facets, classes, onChange, isSeveral }: ReviewFiltersProps) {
  const t = useTranslations("review");
  const team = useTranslations("reviewTeam");
  return (
    <search className="flex flex-col gap-5">
      {isSeveral ? (
        <Group
          title={team("whoseLabel")}
          facets={WHOSE.map((value) => ({ value, count: null }))}
          chosen={filter.whose}
          nameOf={(value) => team(`whose.${value}`)}
          onChange={(whose) => onChange({ ...filter, whose })}
        />
      ) : null}
      <Group
        title={t("filterDispute")}
        facets={facets.disagreements}
        chosen={filter.disagreements}
        nameOf={(value) => t(`dispute.${value}`)}
        onChange={(disagreements) => onChange({ ...filter, disagreements })}
      />
      <Group
        title={t("filterError")}
        facets={facets.errorKinds}
        chosen={filter.errorKinds}
        nameOf={(value) => t(`kind.${value}`)}
        onChange={(errorKinds) => onChange({ ...filter, errorKinds })}
      />
      <Group
        title={t("filterClass")}
        facets={facets.classes.slice(0, SHOWN_CLASSES)}
        chosen={filter.classIds}
        nameOf={classes.nameOf}
        onChange={(classIds) => onChange({ ...filter, classIds })}
      />
      <Group
        title={t("filterSource")}
        facets={facets.sources}
        chosen={filter.sources}
        nameOf={(value) => (value === OWN_SOURCE ? t("ownSource") : value)}
        onChange={(sources) => onChange({ ...filter, sources })}
      />
    </search>
  );
}

interface GroupProps<T> {
  readonly title: string;
  readonly facets: readonly { readonly value: T; readonly count: number | null }[];
  readonly chosen: readonly T[];
  readonly nameOf: (value: T) => string;
  readonly onChange: (chosen: T[]) => void;
}

function Group<T extends string | number>({ title, facets, chosen, nameOf, onChange }: GroupProps<T>) {
  // what is chosen stays visible when nothing of it waits
  const gone = chosen.filter((value) => !facets.some((facet) => facet.value === value));
  const shown = [...facets, ...gone.map((value) => ({ value, count: 0 }))];
  if (shown.length === 0) return null;
  const toggle = (value: T) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <fieldset>
      <legend className="mb-1 text-ink-soft text-meta">{title}</legend>
      <ul className="-mx-2">
        {shown.map(({ value, count }) => {
          const isOn = chosen.includes(value);
          return (
            <li key={value}>
              <button
                type="button"
                aria-pressed={isOn}
                onClick={() => toggle(value)}
                className={classNames(
                  "flex min-h-8 w-full items-center justify-between gap-2 rounded-small px-2 text-left transition-colors pointer-coarse:min-h-11",
                  isOn ? "bg-leaf-wash font-medium text-leaf-strong" : "hover:bg-sunken",
                )}
              >
                <span className="min-w-0 truncate">{nameOf(value)}</span>
                <span className={classNames("tabular text-meta", isOn ? "" : "text-ink-soft")}>{count}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
