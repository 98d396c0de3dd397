"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef, useState } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import { useIsSeen } from "@/lib/client/browser/use-is-seen";

const KEPT_LINES = 400;

/** The log's last lines, as they are written. It follows its end unless somebody scrolls up. */
export function LogTail({ runId }: { readonly runId: string }) {
  const t = useTranslations("training");
  const trpc = useTRPC();
  const [lines, setLines] = useState<readonly string[]>([]);
  const isSeen = useIsSeen();
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  useSubscription(
    trpc.training.log.subscriptionOptions(
      { runId },
      {
        enabled: isSeen,
        onStarted: () => setLines([]),
        onData: (fresh) => setLines((known) => [...known, ...fresh].slice(-KEPT_LINES)),
      },
    ),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the lines
  useLayoutEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <pre
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
      tabIndex={0}
      role="log"
      aria-label={t("logLabel")}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
      className="h-64 overflow-auto whitespace-pre-wrap break-words rounded-card bg-sunken p-3 font-mono text-meta"
    >
      {lines.length > 0 ? lines.join("\n") : t("logEmpty")}
    </pre>
  );
}
