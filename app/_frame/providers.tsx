"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ToastProvider } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { WorkspaceProvider } from "@/lib/client/stores/workspace-context";
import { ApiProvider } from "@/lib/client/trpc";
import { createBrowserWorkspace } from "./browser-workspace";
import { Frame } from "./frame";

/** What every page stands on. The workspace lives here, so that leaving Detect loses nothing. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("shell");
  const [workspace] = useState(createBrowserWorkspace);
  return (
    <ApiProvider>
      <WorkspaceProvider workspace={workspace}>
        <TooltipProvider delayDuration={400} skipDelayDuration={200}>
          <ToastProvider label={t("notifications")} dismissLabel={t("dismiss")}>
            <Frame>{children}</Frame>
          </ToastProvider>
        </TooltipProvider>
      </WorkspaceProvider>
    </ApiProvider>
  );
}
