"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, CircleUserRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { DropdownMenu } from "radix-ui";
import { useEffect } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { DOORS } from "@/lib/client/api/doors";
import { useTRPC } from "@/lib/client/api/trpc";
import "@/lib/client/install/install-prompt";
import { openAnew, postAuth } from "@/lib/client/people/auth-api";
import { takeReturn } from "@/lib/client/people/return-to";

const ITEM =
  "flex h-9 cursor-pointer items-center gap-2.5 rounded-small px-2.5 outline-none data-[highlighted]:bg-sunken pointer-coarse:h-11";

/** Who is signed in, the team they work in, and the way to their pages. Alone at this computer it is one quiet entry. */
export function PeopleMenu() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const path = usePathname();
  const isDoor = DOORS.has(path) || path.startsWith("/share/");
  const door = useQuery(trpc.people.door.queryOptions());
  const state = door.data?.state;
  const me = useQuery({
    ...trpc.people.me.queryOptions(),
    enabled: state === "open" || state === "signed-in",
  });
  useEffect(() => {
    if (isDoor) return;
    if (state === "first") openAnew("/first");
    if (state === "sign-in") openAnew("/sign-in");
    // somebody who came back from the provider of single sign-on goes on where they were
    const goOn = state === "signed-in" ? takeReturn() : null;
    if (goOn) openAnew(goOn);
  }, [state, isDoor]);
  if (!me.data || (state !== "open" && state !== "signed-in")) return null;
  const { user, team, teams, permissions, via } = me.data;
  const isAlone = via === "local";
  const places = [
    ...(isAlone ? [{ href: "/first", text: t("withOthers") }] : [{ href: "/team", text: t("team") }]),
    ...(permissions.includes("audit:read") && !isAlone ? [{ href: "/team/log", text: t("log") }] : []),
    { href: "/phone", text: t("phone.title") },
    { href: "/install", text: t("install.title") },
    { href: "/account", text: t(isAlone ? "yourData" : "account") },
    ...(permissions.includes("admin:read") && !isAlone ? [{ href: "/admin", text: t("admin") }] : []),
    ...(permissions.includes("admin:read") ? [{ href: "/admin/settings", text: t("settings") }] : []),
  ];
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton label={isAlone ? t("people") : t("menuOf", { name: user.name, team: team.name })}>
          <CircleUserRound aria-hidden />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-40 min-w-52 animate-fade-in rounded-card border bg-raised p-1 shadow-float"
        >
          {isAlone ? null : (
            <DropdownMenu.Label className="px-2.5 py-1.5">
              <span className="block font-medium">{user.name}</span>
              <span className="block text-ink-soft text-meta">{team.name}</span>
            </DropdownMenu.Label>
          )}
          {teams.length > 1 ? (
            <DropdownMenu.RadioGroup
              value={team.id}
              aria-label={t("chooseTeam")}
              onValueChange={(teamId) => postAuth("team", { teamId }).then(() => openAnew(location.pathname))}
            >
              {teams.map(({ id, name, isPersonal }) => (
                <DropdownMenu.RadioItem key={id} value={id} className={ITEM}>
                  <span className="flex-1">{isPersonal ? t("onlyMe", { name }) : name}</span>
                  <DropdownMenu.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              ))}
              <DropdownMenu.Separator className="my-1 h-px bg-line" />
            </DropdownMenu.RadioGroup>
          ) : null}
          {places.map(({ href, text }) => (
            <DropdownMenu.Item key={href} asChild className={ITEM}>
              <Link href={href}>{text}</Link>
            </DropdownMenu.Item>
          ))}
          {isAlone ? null : (
            <DropdownMenu.Item
              className={ITEM}
              onSelect={() => postAuth("sign-out").then(() => openAnew("/sign-in"))}
            >
              {t("signOut")}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
