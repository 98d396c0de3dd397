"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ToastProvider } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { createApiClient, createQueryClient, TRPCProvider } from "@/lib/client/api/trpc";
import { WorkspaceProvider } from "@/lib/client/workspace/workspace-context";
import { createBrowserWorkspace } from "./browser-workspace";
import { Frame } from "./frame";

/** Providers that every page needs. The workspace lives here, so that leaving Detect loses nothing. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("shell");
  const [api] = useState(createApiClient);
  const [queries] = useState(createQueryClient);
  const [workspace] = useState(() => createBrowserWorkspace(api));
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={api} queryClient={queries}>
        <WorkspaceProvider workspace={workspace}>
          <TooltipProvider delayDuration={400} skipDelayDuration={200}>
            <ToastProvider label={t("notifications")} dismissLabel={t("dismiss")}>
              <Frame>{children}</Frame>
            </ToastProvider>
          </TooltipProvider>
        </WorkspaceProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
