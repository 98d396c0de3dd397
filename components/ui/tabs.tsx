"use client";

import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { classNames } from "./class-names";

export interface TabItem {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Also for the tab that is open already. */
  readonly onPick?: () => void;
  readonly className?: string;
  readonly listClassName?: string;
  /** Stays below the open panel. */
  readonly footer?: ReactNode;
}

/** A tab list over panels that scroll by themselves. A panel is made when first opened and then keeps its state. */
export function Tabs({ label, items, value, onChange, onPick, className, listClassName, footer }: TabsProps) {
  const visited = useVisited(value);
  return (
    <Radix.Root
      value={value}
      onValueChange={onChange}
      className={classNames("flex min-h-0 flex-col", className)}
    >
      <Radix.List
        aria-label={label}
        className={classNames("flex shrink-0 gap-1 border-b px-3", listClassName)}
      >
        {items.map((item) => (
          <Radix.Trigger
            key={item.id}
            value={item.id}
            onClick={onPick}
            className="relative h-11 px-2.5 font-medium text-ink-soft outline-offset-[-4px] transition-colors hover:text-ink data-[state=active]:text-ink after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full data-[state=active]:after:bg-leaf"
          >
            {item.title}
            {item.count !== undefined ? (
              <span className="tabular ml-1.5 text-meta text-ink-soft">{item.count}</span>
            ) : null}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content
          key={item.id}
          value={item.id}
          {...(visited.has(item.id) ? { forceMount: true as const } : {})}
          className="data-[state=inactive]:hidden min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-3px]"
        >
          <h2 className="sr-only">{item.title}</h2>
          {item.content}
        </Radix.Content>
      ))}
      {footer}
    </Radix.Root>
  );
}

function useVisited(value: string): ReadonlySet<string> {
  const visited = useRef(new Set<string>());
  visited.current.add(value);
  return visited.current;
}
