"use client";

import { RefreshCw, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Slider } from "@/components/ui/slider";
import { Tooltip } from "@/components/ui/tooltip";
import { shownKey } from "@/lib/client/keys/key-table";
import { isAsSaved, type PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useEditor, useFilter, useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { DetectionFilter } from "@/lib/core/detection/types";
import { formatScore } from "./format";

interface SliderBarProps {
  readonly photo: PhotoItem;
  /** One row on the stage, or rows in a panel. */
  readonly layout: "row" | "stack";
}

/** Confidence, overlap and the compare toggle. Sliders only re-filter: they answer within the same frame. */
export function SliderBar({ photo, layout }: SliderBarProps) {
  const t = useTranslations("sliders");
  const waits = useTranslations("waits");
  const confidence = useFilter(({ filter }) => filter.confidence);
  const iou = useFilter(({ filter }) => filter.iou);
  const setConfidence = useFilter((state) => state.setConfidence);
  const setIou = useFilter((state) => state.setIou);
  const reset = useFilter((state) => state.reset);
  const isDefault = useFilter(({ filter, initial }) => isSame(filter, initial));
  if (isAsSaved(photo)) return <AsSaved photo={photo} layout={layout} />;
  return (
    <fieldset
      aria-label={t("label")}
      className={classNames("min-w-0", layout === "row" ? "flex items-center gap-5" : "flex flex-col gap-4")}
    >
      <Setting
        name={t("confidence")}
        hint={t("confidenceHint")}
        value={confidence}
        onChange={setConfidence}
        layout={layout}
      />
      <Setting name={t("iou")} hint={t("iouHint")} value={iou} onChange={setIou} layout={layout} />
      <div className={classNames("flex items-center gap-1", layout === "stack" && "justify-between")}>
        <CompareToggle photo={photo} />
        <IconButton
          label={t("reset")}
          side="top"
          size="small"
          waitsFor={isDefault && waits("sliders")}
          onClick={reset}
        >
          <RotateCcw aria-hidden />
        </IconButton>
      </div>
    </fieldset>
  );
}

/** Boxes of the library show as they were saved. A model looks again only when it is asked to. */
function AsSaved({ photo, layout }: SliderBarProps) {
  const t = useTranslations("sliders");
  const waits = useTranslations("waits");
  const { jobs } = useWorkspace();
  const isLooking = photo.state === "queued" || photo.state === "detecting";
  return (
    <fieldset
      aria-label={t("label")}
      className={classNames(
        "flex min-w-0 gap-x-4 gap-y-2",
        layout === "row" ? "items-center" : "flex-col items-start",
      )}
    >
      <p className="text-ink-soft text-meta">{t(isLooking ? "asSavedLooking" : "asSaved")}</p>
      <div className="flex items-center gap-2">
        <Button size="small" waitsFor={isLooking && waits("looking")} onClick={() => jobs.again(photo.id)}>
          <RefreshCw aria-hidden />
          {t("detectAgain")}
        </Button>
        {photo.run ? <CompareToggle photo={photo} /> : null}
      </div>
    </fieldset>
  );
}

function isSame(a: DetectionFilter, b: DetectionFilter): boolean {
  const hasNoOverrides = Object.keys(a.confidenceByClass).length === 0 && a.hiddenClasses.length === 0;
  return a.confidence === b.confidence && a.iou === b.iou && hasNoOverrides;
}

interface SettingProps {
  readonly name: string;
  readonly hint: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly layout: SliderBarProps["layout"];
}

function Setting({ name, hint, value, onChange, layout }: SettingProps) {
  const hintId = useId();
  const isRow = layout === "row";
  const slider = (
    <Slider
      label={name}
      value={value}
      min={0.01}
      max={0.99}
      step={0.01}
      valueText={formatScore(value)}
      describedBy={hintId}
      onChange={onChange}
      className={isRow ? "!w-28 xl:!w-36" : undefined}
    />
  );
  return (
    <div className={isRow ? "flex items-center gap-2.5" : undefined}>
      <div className={isRow ? "contents" : "flex items-baseline justify-between"}>
        <Tooltip text={hint} side="top">
          <span className="font-medium">{name}</span>
        </Tooltip>
        {isRow ? null : <span className="tabular">{formatScore(value)}</span>}
      </div>
      {slider}
      {isRow ? <span className="tabular w-8 text-right">{formatScore(value)}</span> : null}
      <p id={hintId} className={isRow ? "sr-only" : "text-ink-soft text-meta"}>
        {hint}
      </p>
    </div>
  );
}

function CompareToggle({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("sliders");
  const isOn = useEditor(photo, (editor) => editor.compare);
  return (
    <Tooltip text={t("compareHint")} shortcut={shownKey("compare")} side="top">
      <button
        type="button"
        aria-pressed={isOn}
        aria-keyshortcuts={shownKey("compare")}
        onClick={() => photo.editor.getState().setCompare(!isOn)}
        className={classNames(
          "h-8 whitespace-nowrap rounded-card border px-2.5 font-medium transition-colors pointer-coarse:h-11",
          isOn ? "border-leaf bg-leaf-wash text-leaf-strong" : "border-line-strong text-ink hover:bg-sunken",
        )}
      >
        {t("compare")}
      </button>
    </Tooltip>
  );
}
