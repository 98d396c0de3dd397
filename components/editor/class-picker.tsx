"use client";

import { Check, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { ClassScore } from "@/lib/core/detection/types";
import type { BoxColour, SayScore } from "./editor-props";
import { firstActive, type PickerOption, pickerOptions } from "./picker-options";

export interface ClassPickerProps {
  readonly classes: readonly ModelClass[];
  /** What the model sees where the box lies, the likeliest first. */
  readonly suggested: readonly ClassScore[];
  /** Most recent first. */
  readonly recentIds: readonly number[];
  /** Seen in this photo, most frequent first. */
  readonly seenIds: readonly number[];
  /** The class the box has now; undefined for one without a name. */
  readonly currentId: number | undefined;
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
  /** False on touch, where the keyboard on the screen would cover the list. */
  readonly autoFocus: boolean;
  /** A line on what Enter and Escape do. */
  readonly hint?: string;
  /** What leaving without a choice does: the button for it, since touch has no Escape. */
  readonly closeLabel: string;
  readonly onChoose: (classId: number) => void;
  readonly onClose: () => void;
}

interface RowProps {
  readonly option: PickerOption;
  readonly id: string;
  readonly isActive: boolean;
  readonly isCurrent: boolean;
  readonly colour: BoxColour;
  readonly label: string;
  /** The model's score in words; empty where it says nothing. */
  readonly sureness: string;
  readonly onChoose: () => void;
  readonly onHover: () => void;
}

function Row({ option, id, isActive, isCurrent, colour, label, sureness, onChoose, onHover }: RowProps) {
  return (
    // The keyboard works this list from the search field (aria-activedescendant).
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      onPointerDown={(event) => event.preventDefault()}
      onPointerMove={onHover}
      onClick={onChoose}
      onKeyDown={() => undefined}
      className={classNames(
        "flex min-h-8 cursor-pointer items-center gap-2 rounded-small px-2 py-1 text-body pointer-coarse:min-h-11",
        isActive ? "bg-leaf-wash text-ink" : "text-ink",
      )}
    >
      <span aria-hidden className="size-3 shrink-0 rounded-[3px]" style={{ background: colour.stroke }} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {option.score === undefined ? null : (
        <span className="tabular text-ink-soft text-meta">{sureness}</span>
      )}
      {isCurrent ? <Check aria-hidden className="size-4 shrink-0 text-leaf-strong" /> : null}
      {option.digit === undefined ? null : (
        <span aria-hidden className="pointer-coarse:hidden">
          <Kbd>{String(option.digit)}</Kbd>
        </span>
      )}
    </div>
  );
}

/** A search field over a list of classes: type a few letters, slips forgiven, Enter takes the first. */
export function ClassPicker(props: ClassPickerProps) {
  const { classes, suggested, recentIds, seenIds, currentId, colourOf, labelOf, sayScore, autoFocus, hint } =
    props;
  const t = useTranslations("editor.picker");
  const [query, setQuery] = useState("");
  const [active, setActive] = useState<number>();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const options = useMemo(
    () => pickerOptions(classes, { query, suggested, recentIds, seenIds }),
    [classes, query, suggested, recentIds, seenIds],
  );
  const isTyped = query.trim() !== "";
  const at = Math.min(active ?? firstActive(options, { isTyped, currentId }), options.length - 1);

  useEffect(() => {
    if (autoFocus) input.current?.focus({ preventScroll: true });
  }, [autoFocus]);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const choose = (index: number) => {
    const option = options[index];
    if (option) props.onChoose(option.model.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) setActive(Math.min(Math.max(at + step, 0), options.length - 1));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) choose(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const groups = [
    { key: "suggested", options: options.filter((option) => option.group === "suggested") },
    { key: "likely", options: options.filter((option) => option.group === "likely") },
    { key: "all", options: options.filter((option) => option.group === "all") },
    { key: "matches", options: options.filter((option) => option.group === "matches") },
  ] as const;
  let index = -1;

  return (
    <div className="flex max-h-full min-h-0 flex-col">
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-ink-soft" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          aria-label={t("search")}
          placeholder={t("search")}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(undefined);
          }}
          onKeyDown={onKeyDown}
          className="h-10 min-w-0 flex-1 bg-transparent text-body text-ink outline-none placeholder:text-ink-soft pointer-coarse:h-11 pointer-coarse:text-lead"
        />
        <button
          type="button"
          aria-label={props.closeLabel}
          onClick={props.onClose}
          className="-mr-2 flex size-9 shrink-0 items-center justify-center rounded-card text-ink-soft outline-offset-[-3px] hover:text-ink pointer-coarse:size-11"
        >
          <X aria-hidden className="size-5" />
        </button>
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t("classes")}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1"
      >
        {groups.map((group) =>
          group.options.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group of options is not a fieldset
            <div key={group.key} role="group" aria-label={t(group.key)}>
              {group.key === "matches" ? null : (
                <div aria-hidden className="px-2 pt-2 pb-1 text-ink-soft text-meta">
                  {t(group.key)}
                </div>
              )}
              {group.options.map((option) => {
                index += 1;
                const here = index;
                return (
                  <div key={option.model.id} data-index={here} role="presentation">
                    <Row
                      option={option}
                      id={`${listId}-${here}`}
                      isActive={here === at}
                      isCurrent={option.model.id === currentId}
                      colour={colourOf(option.model.id)}
                      label={labelOf(option.model.id)}
                      sureness={
                        option.score === undefined
                          ? ""
                          : (sayScore({ classId: option.model.id, score: option.score }) ??
                            t("sure", { score: option.score.toFixed(2) }))
                      }
                      onChoose={() => choose(here)}
                      onHover={() => setActive(here)}
                    />
                  </div>
                );
              })}
            </div>
          ),
        )}
        {options.length === 0 ? (
          <p className="px-2 py-3 text-body text-ink-soft">{t("none", { query })}</p>
        ) : null}
      </div>
      {hint ? (
        <p className="border-line border-t px-3 py-1.5 text-ink-soft text-meta pointer-coarse:hidden">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
