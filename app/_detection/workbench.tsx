"use client";

import { LiveSummary } from "@/components/detection/live-summary";
import { DesktopWorkbench } from "./desktop-workbench";
import { PhoneWorkbench } from "./phone-workbench";
import { useIsDesktop } from "./use-is-desktop";
import type { WorkbenchProps } from "./workbench-props";

/** The photo and everything around it, laid out for the available width. */
export function Workbench(props: WorkbenchProps) {
  const isDesktop = useIsDesktop();
  return (
    <>
      <h1 className="sr-only">{props.photo.name}</h1>
      {isDesktop ? <DesktopWorkbench {...props} /> : <PhoneWorkbench {...props} />}
      <LiveSummary photo={props.photo} />
    </>
  );
}
