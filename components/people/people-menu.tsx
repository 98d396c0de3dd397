"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleUserRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuAction, MenuChoices, MenuHeading, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { DOORS } from "@/lib/client/api/doors";
import { useTRPC } from "@/lib/client/api/trpc";
import "@/lib/client/install/install-prompt";
import { openAnew, postAuth, whileLeaving, workIn } from "@/lib/client/people/auth-api";
import { takeReturn } from "@/lib/client/people/return-to";

async function signOut(): Promise<void> {
  await whileLeaving(() => postAuth("sign-out"));
  openAnew("/sign-in");
}

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
    // nobody can sign in where nobody has an account
    if (state === "first" && (!isDoor || path === "/sign-in")) openAnew("/first");
    if (isDoor) return;
    // somebody who came back from the provider of single sign-on goes on where they were
    const goOn = state === "signed-in" ? takeReturn() : null;
    // the provider sends them to the first page; whoever has gone elsewhere by themselves stays there
    if (goOn && path === "/") openAnew(goOn);
  }, [state, isDoor, path]);
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
  const choices = teams.map(({ id, name, isPersonal }) => ({
    id,
    text: isPersonal ? t("onlyMe", { name }) : name,
  }));
  return (
    <Menu
      trigger={
        <IconButton label={isAlone ? t("people") : t("menuOf", { name: user.name, team: team.name })}>
          <CircleUserRound aria-hidden />
        </IconButton>
      }
    >
      {isAlone ? null : (
        <MenuHeading>
          <span className="block font-medium">{user.name}</span>
          <span className="block text-ink-soft text-meta">{team.name}</span>
        </MenuHeading>
      )}
      {choices.length > 1 ? (
        <>
          <MenuChoices
            label={t("chooseTeam")}
            value={team.id}
            choices={choices}
            onChoose={(teamId) => void workIn(teamId, location.pathname)}
          />
          <MenuSeparator />
        </>
      ) : null}
      {places.map(({ href, text }) => (
        <MenuLink key={href}>
          <Link href={href}>{text}</Link>
        </MenuLink>
      ))}
      {isAlone ? null : <MenuAction onSelect={() => void signOut()}>{t("signOut")}</MenuAction>}
    </Menu>
  );
}
