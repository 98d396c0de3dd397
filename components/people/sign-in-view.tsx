"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import { openAnew } from "@/lib/client/people/auth-api";
import { passkeyUse, signInWithPasskey } from "@/lib/client/people/passkeys";
import { takeReturn } from "@/lib/client/people/return-to";
import { DoorForm } from "./door-form";
import { ErrorLine } from "./error-line";

/** Where passkeys do not work there is the password. */
function PasskeyButton({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations("people");
  const [works, setWorks] = useState(false);
  useEffect(() => setWorks(passkeyUse(location.hostname) === "works"), []);
  const signIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone });
  if (!works) return null;
  return (
    <>
      <Button
        size="large"
        waitsFor={signIn.isPending && t("passkeyWaits")}
        onClick={() => !signIn.isPending && signIn.mutate()}
      >
        <KeyRound aria-hidden />
        {t("signInPasskey")}
      </Button>
      <ErrorLine error={signIn.error} />
    </>
  );
}

export function SignInView() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.people.door.queryOptions());
  const goOn = () => openAnew(takeReturn() ?? "/");
  return (
    <DoorForm
      door="sign-in"
      title={t("signIn")}
      submit={t("signIn")}
      fields={["email", "password"]}
      onDone={goOn}
    >
      <PasskeyButton onDone={goOn} />
      {data?.isSingleSignOn ? (
        <Button asChild size="large">
          <a href="/api/auth/oidc">{t("singleSignOn")}</a>
        </Button>
      ) : null}
      <Link href="/pair" className="self-start underline pointer-coarse:inline-block pointer-coarse:py-3">
        {t("phone.haveCode")}
      </Link>
      <p className="text-ink-soft">
        {data?.canSendMail ? (
          <Link href="/forgot" className="underline pointer-coarse:inline-block pointer-coarse:py-3">
            {t("forgot")}
          </Link>
        ) : (
          t("forgotAskAdmin")
        )}
      </p>
    </DoorForm>
  );
}
