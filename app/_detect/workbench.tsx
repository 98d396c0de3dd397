"use client";

import { LiveSummary } from "@/components/detection/live-summary";
import type { PhotoItem } from "@/lib/client/stores/photo-queue-store";
import { DesktopWorkbench } from "./desktop-workbench";
import { PhoneWorkbench } from "./phone-workbench";
import { useIsDesktop } from "./use-is-desktop";

export interface Intake {
  readonly choose: () => void;
  readonly shoot: () => void;
  readonly fromUrl: () => void;
}

export interface WorkbenchProps {
  readonly photo: PhotoItem;
  readonly promise: string;
  readonly intake: Intake;
}

/** The photo and everything around it, laid out for the width at hand. */
export function Workbench(props: WorkbenchProps) {
  const isDesktop = useIsDesktop();
  return (
    <>
      {isDesktop ? <DesktopWorkbench {...props} /> : <PhoneWorkbench {...props} />}
      <LiveSummary photo={props.photo} />
    </>
  );
}
