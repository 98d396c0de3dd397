"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

const ITEM =
  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-small px-2.5 py-1.5 outline-none [overflow-wrap:anywhere] data-[highlighted]:bg-sunken pointer-coarse:min-h-11";

interface MenuProps {
  /** What opens it: one button. */
  readonly trigger: ReactNode;
  readonly align?: "start" | "end";
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** A list that a button opens: arrows and first letters choose, Escape closes. */
export function Menu({ trigger, align = "end", onOpen, children }: MenuProps) {
  return (
    <DropdownMenu.Root onOpenChange={(open) => open && onOpen?.()}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-48 max-w-[min(360px,calc(100vw-16px))] animate-fade-in overflow-y-auto rounded-card border bg-raised p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export const MenuSeparator = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />;

/** Words above the entries, which cannot be chosen. */
export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 py-1.5 [overflow-wrap:anywhere]">{children}</DropdownMenu.Label>
  );
}

/** An entry whose child is a link. @param isCurrent it leads to where one is */
export function MenuLink({
  children,
  isCurrent = false,
}: {
  readonly children: ReactNode;
  readonly isCurrent?: boolean;
}) {
  return (
    <DropdownMenu.Item asChild className={classNames(ITEM, isCurrent && "font-semibold text-leaf-strong")}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuAction({
  children,
  onSelect,
}: {
  readonly children: ReactNode;
  readonly onSelect: () => void;
}) {
  return (
    <DropdownMenu.Item className={ITEM} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

interface MenuChoicesProps<Id extends string> {
  /** Undefined where the menu holds nothing else. */
  readonly label?: string;
  readonly value: Id;
  readonly onChoose: (id: Id) => void;
  readonly choices: readonly { readonly id: Id; readonly text: string; readonly icon?: ReactNode }[];
}

/** Entries of which one holds. */
export function MenuChoices<Id extends string>({ label, value, onChoose, choices }: MenuChoicesProps<Id>) {
  return (
    <DropdownMenu.RadioGroup value={value} aria-label={label} onValueChange={(id) => onChoose(id as Id)}>
      {choices.map(({ id, text, icon }) => (
        <DropdownMenu.RadioItem key={id} value={id} className={ITEM}>
          {icon}
          <span className="min-w-0 flex-1">{text}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden className="size-4 shrink-0" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
