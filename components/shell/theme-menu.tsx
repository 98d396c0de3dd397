"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuChoices } from "@/components/ui/menu";
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
  const Current = theme === "dark" ? Moon : Sun;
  const choices = CHOICES.map(({ id, text, Icon }) => ({
    id,
    text: t(text),
    icon: <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />,
  }));
  return (
    <Menu
      onOpen={() => setChoice(readThemeChoice())}
      trigger={
        <IconButton label={t("theme")}>
          <Current aria-hidden />
        </IconButton>
      }
    >
      <MenuChoices value={choice} onChoose={chooseTheme} choices={choices} />
    </Menu>
  );
}
