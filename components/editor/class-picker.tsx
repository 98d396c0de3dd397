"use client";

import { Check, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { BoxColour } from "./editor-props";
import { type PickerOption, pickerOptions } from "./picker-options";

export interface ClassPickerProps {
  readonly classes: readonly ModelClass[];
  /** Most recent first. */
  readonly recentIds: readonly number[];
  /** Seen in this photo, most frequent first. */
  readonly seenIds: readonly number[];
  /** The class the box has now. */
  readonly currentId: number | undefined;
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  /** False on touch, where the keyboard on the screen would cover the list. */
  readonly autoFocus: boolean;
  /** A line on what Enter and Escape do. */
  readonly hint?: string;
  /** What leaving without a choice does: a button on touch, where there is no Escape. */
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
  readonly onChoose: () => void;
  readonly onHover: () => void;
}

function Row({ option, id, isActive, isCurrent, colour, label, onChoose, onHover }: RowProps) {
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
  const { classes, recentIds, seenIds, currentId, colourOf, labelOf, autoFocus, hint } = props;
  const t = useTranslations("editor.picker");
  const [query, setQuery] = useState("");
  const [active, setActive] = useState<number>();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const options = useMemo(
    () => pickerOptions(classes, { query, recentIds, seenIds }),
    [classes, query, recentIds, seenIds],
  );
  const isTyped = query.trim() !== "";
  const current = options.findIndex((option) => option.model.id === currentId);
  const at = Math.min(active ?? (isTyped ? 0 : Math.max(current, 0)), options.length - 1);

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
    else if (event.key === "Enter" || event.key === "Tab") choose(at);
    else if (event.key === "Escape") props.onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const groups = [
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
          className="-mr-2 hidden size-11 shrink-0 items-center justify-center text-ink-soft pointer-coarse:flex"
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
