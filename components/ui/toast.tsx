"use client";

import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { classNames } from "./class-names";
import { IconButton } from "./icon-button";

export interface ToastMessage {
  readonly title: string;
  readonly body?: ReactNode;
  readonly tone?: "plain" | "attention";
  readonly action?: { readonly label: string; readonly onAct: () => void };
  /** ms on screen; errors stay twice as long. */
  readonly durationMs?: number;
}

type ShowToast = (message: ToastMessage) => void;

const ToastContext = createContext<ShowToast>(() => {});

/** Shows a short message that disappears after a while. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}

interface ToastProviderProps {
  readonly label: string;
  readonly dismissLabel: string;
  readonly children: ReactNode;
}

export function ToastProvider({ label, dismissLabel, children }: ToastProviderProps) {
  const [messages, setMessages] = useState<readonly (ToastMessage & { readonly key: number })[]>([]);
  const next = useRef(0);
  const show = useCallback<ShowToast>((message) => {
    next.current += 1;
    const key = next.current;
    setMessages((all) => [...all.slice(-2), { ...message, key }]);
  }, []);
  const drop = useCallback((key: number) => setMessages((all) => all.filter((m) => m.key !== key)), []);
  const value = useMemo(() => show, [show]);

  return (
    <ToastContext.Provider value={value}>
      <Radix.Provider label={label} swipeDirection="down">
        {children}
        {messages.map((message) => (
          <Radix.Root
            key={message.key}
            duration={message.durationMs ?? (message.tone === "attention" ? 12_000 : 6_000)}
            onOpenChange={(open) => !open && drop(message.key)}
            className={classNames(
              "flex animate-rise-in items-start gap-3 rounded-card border bg-raised py-2.5 pr-2 pl-4 shadow-float",
              message.tone === "attention" && "border-l-4 border-l-tomato",
            )}
          >
            <div className="min-w-0 flex-1 self-center">
              <Radix.Title className="font-medium">{message.title}</Radix.Title>
              {message.body ? (
                <Radix.Description className="text-ink-soft" asChild>
                  <div>{message.body}</div>
                </Radix.Description>
              ) : null}
            </div>
            {message.action ? (
              <Radix.Action altText={message.action.label} asChild>
                <button
                  type="button"
                  onClick={message.action.onAct}
                  className="h-7 rounded-small px-2 font-medium text-leaf-strong hover:bg-leaf-wash"
                >
                  {message.action.label}
                </button>
              </Radix.Action>
            ) : null}
            <Radix.Close asChild>
              <IconButton label={dismissLabel} size="small" side="top">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed bottom-4 left-1/2 z-50 flex w-[min(440px,calc(100vw-24px))] -translate-x-1/2 flex-col gap-2 max-lg:bottom-24" />
      </Radix.Provider>
    </ToastContext.Provider>
  );
}
