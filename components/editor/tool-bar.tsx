"use client";

import {
  Hand,
  Maximize,
  Minus,
  MousePointer2,
  Plus,
  Redo2,
  SquareDashedMousePointer,
  Undo2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import type { EditorState } from "@/lib/client/editor/editor-state";
import { shownKey } from "@/lib/client/keys/key-table";
import type { ToolBarProps } from "./editor-props";

interface Tool {
  readonly key: "select" | "draw" | "pan" | "undo" | "redo" | "zoomIn" | "zoomOut" | "fit";
  readonly icon: ReactNode;
  readonly run: (state: EditorState) => void;
  readonly pressed?: boolean;
  /** Why it does nothing now. */
  readonly waitsFor?: "undo" | "redo" | "compare" | "readOnly" | undefined;
}

function toolsOf(
  state: Pick<EditorState, "tool" | "canUndo" | "canRedo" | "isReadOnly" | "compare">,
): Tool[][] {
  const isOff = state.isReadOnly ? "readOnly" : state.compare ? "compare" : undefined;
  return [
    [
      {
        key: "select",
        icon: <MousePointer2 aria-hidden />,
        run: ({ setTool }) => setTool("select"),
        pressed: state.tool === "select",
      },
      {
        key: "draw",
        icon: <SquareDashedMousePointer aria-hidden />,
        run: ({ setTool }) => setTool("draw"),
        pressed: state.tool === "draw",
        waitsFor: isOff,
      },
      {
        key: "pan",
        icon: <Hand aria-hidden />,
        run: ({ setTool }) => setTool("pan"),
        pressed: state.tool === "pan",
      },
    ],
    [
      {
        key: "undo",
        icon: <Undo2 aria-hidden />,
        run: ({ undo }) => undo(),
        waitsFor: isOff ?? (state.canUndo ? undefined : "undo"),
      },
      {
        key: "redo",
        icon: <Redo2 aria-hidden />,
        run: ({ redo }) => redo(),
        waitsFor: isOff ?? (state.canRedo ? undefined : "redo"),
      },
    ],
    [
      { key: "zoomIn", icon: <Plus aria-hidden />, run: ({ zoomBy }) => zoomBy(1.25) },
      { key: "zoomOut", icon: <Minus aria-hidden />, run: ({ zoomBy }) => zoomBy(0.8) },
      { key: "fit", icon: <Maximize aria-hidden />, run: (state) => state.fit() },
    ],
  ];
}

/** Select, draw, hand, undo, redo and zoom, each with its key. Arrow keys go from tool to tool. */
export function ToolBar({ store, orientation = "vertical", className }: ToolBarProps) {
  const t = useTranslations("editor");
  const state = useStore(
    store,
    useShallow(({ tool, canUndo, canRedo, isReadOnly, compare, viewport }) => ({
      ...{ tool, canUndo, canRedo, isReadOnly, compare },
      percent: Math.round(viewport.scale * 100),
    })),
  );
  const root = useRef<HTMLDivElement>(null);
  const isVertical = orientation === "vertical";

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(root.current?.querySelectorAll<HTMLButtonElement>("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={root}
      role="toolbar"
      aria-label={t("tools")}
      aria-orientation={orientation}
      onKeyDown={onKeyDown}
      className={classNames("flex items-center gap-1", isVertical && "flex-col", className)}
    >
      {toolsOf(state).map((group, index) => (
        <div
          key={group[0]?.key}
          className={classNames(
            "flex items-center gap-1",
            isVertical && "flex-col",
            index > 0 && (isVertical ? "border-line border-t pt-1" : "border-line border-l pl-1"),
          )}
        >
          {group.map((tool) => (
            <IconButton
              key={tool.key}
              label={t(tool.key)}
              shortcut={shownKey(tool.key)}
              side={isVertical ? "right" : "top"}
              size="large"
              {...(tool.pressed === undefined ? {} : { pressed: tool.pressed })}
              waitsFor={tool.waitsFor && t(`waits.${tool.waitsFor}`)}
              onClick={() => tool.run(store.getState())}
            >
              {tool.icon}
            </IconButton>
          ))}
        </div>
      ))}
      <output
        aria-label={t("zoom")}
        className={classNames("tabular text-center text-ink-soft text-meta", isVertical ? "w-11" : "w-12")}
      >
        {t("percent", { value: state.percent })}
      </output>
    </div>
  );
}
