"use client";

import { Check, Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { chooseTheme, readThemeChoice, type ThemeChoice, useTheme } from "./theme";

const CHOICES = [
  { id: "light", text: "themeLight", Icon: Sun },
  { id: "dark", text: "themeDark", Icon: Moon },
  { id: "system", text: "themeSystem", Icon: Monitor },
] as const;

export function ThemeMenu() {
  const t = useTranslations("shell");
  const theme = useTheme();
  const [choice, setChoice] = useState<ThemeChoice>("system");
  const Icon = theme === "dark" ? Moon : Sun;
  return (
    <DropdownMenu.Root onOpenChange={(open) => open && setChoice(readThemeChoice())}>
      <DropdownMenu.Trigger asChild>
        <IconButton label={t("theme")}>
          <Icon aria-hidden />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-40 min-w-44 animate-fade-in rounded-card border bg-raised p-1 shadow-float"
        >
          <DropdownMenu.RadioGroup value={choice} onValueChange={(next) => chooseTheme(next as ThemeChoice)}>
            {CHOICES.map(({ id, text, Icon: ChoiceIcon }) => (
              <DropdownMenu.RadioItem
                key={id}
                value={id}
                className="flex h-9 cursor-pointer items-center gap-2.5 rounded-small px-2.5 outline-none data-[highlighted]:bg-sunken pointer-coarse:h-11"
              >
                <ChoiceIcon aria-hidden className="size-4 text-ink-soft" />
                <span className="flex-1">{t(text)}</span>
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden className="size-4" />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
