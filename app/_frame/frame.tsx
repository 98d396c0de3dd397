"use client";

import { Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { ModelBadge } from "@/components/detection/model-badge";
import { ReleaseFollower } from "@/components/models/release-follower";
import { PeopleMenu } from "@/components/people/people-menu";
import { SessionEndCover } from "@/components/people/session-end-cover";
import { KitchenFollower } from "@/components/recipes/kitchen-follower";
import { SavesFollower } from "@/components/saves/saves-follower";
import { EarlyInput } from "@/components/shell/early-input";
import { ShortcutSheet } from "@/components/shell/shortcut-sheet";
import { TopBar } from "@/components/shell/top-bar";
import { IconButton } from "@/components/ui/icon-button";
import { useChanges } from "@/lib/client/changes/use-changes";
import { useKeyArea } from "@/lib/client/keys/active-areas";
import { keyIdOf, shownKey } from "@/lib/client/keys/key-table";
import { isTyping } from "./is-typing";
import { PLACES } from "./places";

/** The top bar over every page, and the page's keys on `?`. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("shell");
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  useKeyArea("page");
  useChanges();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (keyIdOf(event, ["page"]) !== "thisSheet" || isTyping(event)) return;
      event.preventDefault();
      setIsSheetOpen(true);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <TopBar
        places={PLACES}
        badge={<ModelBadge />}
        actions={
          <>
            <IconButton
              label={t("shortcuts")}
              shortcut={shownKey("thisSheet")}
              onClick={() => setIsSheetOpen(true)}
              className="pointer-coarse:hidden max-lg:hidden"
            >
              <Keyboard aria-hidden />
            </IconButton>
            <PeopleMenu />
          </>
        }
      />
      {children}
      <EarlyInput />
      <SessionEndCover />
      <ReleaseFollower />
      <SavesFollower />
      <KitchenFollower />
      <ShortcutSheet open={isSheetOpen} onOpenChange={setIsSheetOpen} />
    </>
  );
}
