"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { Button } from "@/components/ui/button";
import { DOORS } from "@/lib/client/api/doors";
import {
  noteOutOfTeam,
  noteSessionEnd,
  noteWho,
  type PageOwner,
  pageSession,
} from "@/lib/client/api/session";
import { type ApiOutputs, useTRPC } from "@/lib/client/api/trpc";
import { openAnew, postAuth } from "@/lib/client/people/auth-api";
import { hereOf, noteDoor } from "@/lib/client/people/last-door";
import { rememberReturn } from "@/lib/client/people/return-to";
import { ErrorLine } from "./error-line";
import { SignInForm } from "./sign-in-form";

type Me = ApiOutputs["people"]["me"];

function isSomebodyElse({ user, team, teams, isOutOfTeam }: Me): boolean {
  const { owner } = pageSession.getState();
  if (isOutOfTeam && (!owner || owner.userId === user.id)) {
    noteOutOfTeam();
    return false;
  }
  return noteWho(
    { userId: user.id, teamId: team.id, teamName: team.name },
    teams.map(({ id }) => id),
  );
}

const FIRST_ACCOUNT_MS = 3_000;

const here = () => location.pathname + location.search;

/**
 * Covers a page whose session has ended, or whose team its person is no longer in. The page stays as it is behind the cover,
 * with what was typed; whoever had it signs in again and goes on.
 */
export function SessionEndCover() {
  const path = usePathname();
  const isDoor = DOORS.has(path) || path.startsWith("/share/");
  const { owner, end, isLeaving } = useStore(pageSession);
  useWhoIsHere(isDoor);
  if (isDoor || isLeaving || end === null) return null;
  if (end.is === "out-of-team") return <OutOfTeam team={owner?.teamName} />;
  if (owner === null) return null;
  if (end.is === "signed-out") return <SignedOut />;
  return <OtherTeam owner={owner} now={end.teamName} />;
}

/** Notes who is here, as the server says it, and sends to the sign-in where nobody ever was. */
function useWhoIsHere(isDoor: boolean): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data: door, dataUpdatedAt } = useQuery(trpc.people.door.queryOptions());
  const state = door?.state;
  const wasAlone = useRef(false);
  if (state === "open") wasAlone.current = true;
  useEffect(() => {
    if (state) noteDoor(hereOf(state));
  }, [state]);
  const askedAt = useRef(0);
  useEffect(() => {
    if (state !== "signed-in") return;
    // the first answer comes with the page; later ones because something of people has changed
    if (askedAt.current > 0 && askedAt.current !== dataUpdatedAt) {
      void queries.invalidateQueries(trpc.people.me.pathFilter());
      void queries.invalidateQueries(trpc.people.team.pathFilter());
    }
    askedAt.current = dataUpdatedAt;
  }, [state, dataUpdatedAt, queries, trpc]);
  const { data: me } = useQuery({ ...trpc.people.me.queryOptions(), enabled: state === "signed-in" });
  const end = useStore(pageSession, (session) => session.end);
  useEffect(() => {
    if (state === "sign-in" && !isDoor) noteSessionEnd();
  }, [state, isDoor]);
  useEffect(() => {
    if (!isDoor && state === "signed-in" && me && isSomebodyElse(me)) openAnew(here());
  }, [me, state, isDoor]);
  useEffect(() => {
    if (end?.is !== "signed-out" || pageSession.getState().owner !== null || isDoor) return;
    // where nobody has an account the menu leads to the first one; until that is known nobody is sent anywhere
    if (state === undefined || state === "first") return;
    const leave = () => {
      rememberReturn(here());
      openAnew("/sign-in");
    };
    if (!wasAlone.current) return leave();
    // whoever was alone here is perhaps just making the first account: its cookie comes with the answer to that
    const later = setTimeout(async () => {
      const fresh = { staleTime: 0, retry: false };
      const now = await queries
        .fetchQuery({ ...trpc.people.door.queryOptions(), ...fresh })
        .catch(() => null);
      if (now?.state === "sign-in") leave();
      else pageSession.setState({ end: null });
    }, FIRST_ACCOUNT_MS);
    return () => clearTimeout(later);
  }, [end, state, isDoor, queries, trpc]);
}

function SignedOut() {
  const t = useTranslations("people");
  const goOn = useGoOn();
  // perhaps they have signed in again in another window, or this was the answer to an old question
  useEffect(() => {
    void goOn();
    addEventListener("focus", goOn);
    return () => removeEventListener("focus", goOn);
  }, [goOn]);
  return (
    <Cover title={t("ended")} text={t("endedText")}>
      <SignInForm onDone={() => void goOn()} onSetOut={() => rememberReturn(here())} />
    </Cover>
  );
}

/** Goes on where the page was, once its person is signed in; somebody else opens it anew. */
function useGoOn(): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useCallback(async () => {
    const fresh = { staleTime: 0, retry: false };
    const door = await queries.fetchQuery({ ...trpc.people.door.queryOptions(), ...fresh }).catch(() => null);
    if (door?.state !== "signed-in") return;
    const me = await queries.fetchQuery({ ...trpc.people.me.queryOptions(), ...fresh }).catch(() => null);
    if (!me) return;
    if (isSomebodyElse(me)) openAnew(here());
    else await queries.invalidateQueries();
  }, [trpc, queries]);
}

/** @param team undefined where the page was opened anew: its name is no longer told */
function OutOfTeam({ team }: { readonly team: string | undefined }) {
  const t = useTranslations("people");
  const go = useMutation({ mutationFn: () => postAuth("team"), onSuccess: () => openAnew("/") });
  return (
    <Cover
      title={team === undefined ? t("endedATeam") : t("endedTeam", { team })}
      text={team === undefined ? t("endedATeamText") : t("endedTeamText", { team })}
    >
      <Button tone="primary" size="large" waitsFor={go.isPending && t("busy")} onClick={() => go.mutate()}>
        {t("endedTeamGo")}
      </Button>
      <ErrorLine error={go.error} />
    </Cover>
  );
}

function OtherTeam({ owner, now }: { readonly owner: PageOwner; readonly now: string }) {
  const t = useTranslations("people");
  const back = useMutation({
    mutationFn: () => postAuth("team", { teamId: owner.teamId }),
    onSuccess: useGoOn(),
  });
  return (
    <Cover title={t("endedOther", { team: now })} text={t("endedOtherText", { team: owner.teamName })}>
      <Button
        tone="primary"
        size="large"
        waitsFor={back.isPending && t("busy")}
        onClick={() => back.mutate()}
      >
        {t("endedOtherBack", { team: owner.teamName })}
      </Button>
      <Button size="large" onClick={() => openAnew(here())}>
        {t("endedOtherStay", { team: now })}
      </Button>
      <ErrorLine error={back.error} />
    </Cover>
  );
}

interface CoverProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** Over the whole page and not to be seen through: what is behind it belongs to whoever is signed in. */
function Cover({ title, text, children }: CoverProps) {
  const stay = (event: Event) => event.preventDefault();
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-paper" />
        <Dialog.Content
          onEscapeKeyDown={stay}
          onInteractOutside={stay}
          className="fixed inset-0 z-50 mx-auto flex w-full max-w-sm flex-col gap-5 overflow-y-auto px-4 py-10"
        >
          <Dialog.Title className="font-semibold text-display tracking-[-0.02em]">{title}</Dialog.Title>
          <Dialog.Description className="text-ink-soft">{text}</Dialog.Description>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
