"use client";

import type { EditorStageProps } from "./editor-props";

/** The photo with its boxes and everything to correct them by mouse, touch and keyboard. */
export function EditorStage({ className }: EditorStageProps) {
  return <div className={className} />;
}
