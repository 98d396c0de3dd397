"use client";

import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { linkToken, openAnew, postAuth, workIn } from "@/lib/client/people/auth-api";
import { rememberReturn } from "@/lib/client/people/return-to";
import { DoorForm, DoorPage } from "./door-form";
import { ErrorLine } from "./error-line";

/** An invitation by link: a newcomer makes an account, somebody who is signed in joins with one press. */
export function JoinView() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const [token, setToken] = useState<string>();
  useEffect(() => setToken(linkToken()), []);
  const invitation = useQuery({
    ...trpc.people.invitations.look.queryOptions(token ? { token } : skipToken),
    retry: false,
  });
  const door = useQuery(trpc.people.door.queryOptions());
  const client = useTRPCClient();
  const accept = useMutation({
    mutationFn: async (link: string) => {
      // whoever was taken out of the team that this browser works in is asked nothing until they are elsewhere
      if ((await client.people.me.query()).isOutOfTeam) await postAuth("team");
      return client.people.invitations.accept.mutate({ token: link });
    },
    onSuccess: ({ teamId }) => workIn(teamId, "/"),
  });
  if (token === "" || invitation.error) {
    return (
      <DoorPage title={t("joinTitle")}>
        {token === "" ? <p>{t("noToken")}</p> : <ErrorLine error={invitation.error} />}
      </DoorPage>
    );
  }
  if (!invitation.data || !door.data || token === undefined) return <DoorPage title={t("joinTitle")} />;
  const { team, role } = invitation.data;
  if (door.data.state === "signed-in") {
    return (
      <DoorPage title={t("joinNamed", { team })}>
        <p className="text-ink-soft">{t("joinAs", { role: t(`role.${role}`) })}</p>
        <ErrorLine error={accept.error} />
        <Button tone="primary" size="large" onClick={() => accept.mutate(token)}>
          {t("join")}
        </Button>
      </DoorPage>
    );
  }
  return (
    <DoorForm
      door="join"
      title={t("joinNamed", { team })}
      hint={t("joinAs", { role: t(`role.${role}`) })}
      submit={t("joinSubmit")}
      fields={["name", "email", "newPassword"]}
      also={() => ({ token })}
      onDone={() => openAnew("/")}
    >
      <p className="text-ink-soft">
        {t("joinHaveAccount")}{" "}
        <Link
          href="/sign-in"
          className="underline pointer-coarse:inline-block pointer-coarse:py-3"
          onClick={() => rememberReturn(`/join#${token}`)}
        >
          {t("joinSignIn")}
        </Link>
      </p>
    </DoorForm>
  );
}
