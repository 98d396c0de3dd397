"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { QrCode } from "@/components/ui/qr-code";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/lib/client/api/trpc";
import { postAuth } from "@/lib/client/people/auth-api";
import { OneLineForm } from "./one-line-form";
import { TextField } from "./text-field";

interface InvitationLinkProps {
  readonly token: string;
  readonly team: string;
}

/** An invitation that was just made: to copy, to be photographed by the phone beside it, or to send by mail. */
export function InvitationLink({ token, team }: InvitationLinkProps) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const show = useToast();
  const door = useQuery(trpc.people.door.queryOptions());
  const address = `${location.origin}/join#${token}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => show({ title: t("copied") }),
      () => show({ tone: "attention", title: t("copyByHand") }),
    );
  return (
    <div role="status" className="flex flex-col gap-3 rounded-card bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-3">
        <input
          readOnly
          aria-label={t("linkToSend")}
          value={address}
          onFocus={({ target }) => target.select()}
          className="h-9 min-w-0 flex-1 basis-52 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
        />
        <Button onClick={() => void copy()}>{t("copy")}</Button>
      </div>
      {door.data?.canSendMail ? <MailForm token={token} /> : null}
      <figure className="flex flex-col items-start gap-1">
        <QrCode text={address} label={t("inviteCode", { team })} />
        <figcaption className="text-meta text-ink-soft">{t("inviteCodeHint")}</figcaption>
      </figure>
    </div>
  );
}

function MailForm({ token }: { readonly token: string }) {
  const t = useTranslations("people");
  const show = useToast();
  const [email, setEmail] = useState("");
  const send = useMutation({
    mutationFn: () => postAuth("invite", { token, email: email.trim() }),
    onSuccess: () => {
      show({ title: t("inviteMailed", { email: email.trim() }) });
      setEmail("");
    },
  });
  return (
    <OneLineForm
      submit={t("inviteSend")}
      waitsFor={send.isPending && t("busy")}
      onSend={() => send.mutate()}
      error={send.error}
    >
      <TextField
        required
        type="email"
        maxLength={200}
        autoComplete="off"
        label={t("inviteMail")}
        value={email}
        onText={setEmail}
      />
    </OneLineForm>
  );
}
