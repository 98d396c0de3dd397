"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import { passkeyUse, signInWithPasskey } from "@/lib/client/people/passkeys";
import { DoorFields } from "./door-form";
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

interface SignInFormProps {
  readonly onDone: () => void;
  /** Called before the page is left for another way in. */
  readonly onSetOut?: () => void;
}

/** Every way to sign in: password, passkey, single sign-on, a code. */
export function SignInForm({ onDone, onSetOut }: SignInFormProps) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.people.door.queryOptions());
  return (
    <>
      <DoorFields door="sign-in" submit={t("signIn")} fields={["email", "password"]} onDone={onDone} />
      <PasskeyButton onDone={onDone} />
      {data?.isSingleSignOn ? (
        <Button asChild size="large">
          <a href="/api/auth/oidc" onClick={onSetOut}>
            {t("singleSignOn")}
          </a>
        </Button>
      ) : null}
      <Link
        href="/pair"
        onClick={onSetOut}
        className="self-start underline pointer-coarse:inline-block pointer-coarse:py-3"
      >
        {t("phone.haveCode")}
      </Link>
      <p className="text-ink-soft">
        {data?.canSendMail ? (
          <Link
            href="/forgot"
            onClick={onSetOut}
            className="underline pointer-coarse:inline-block pointer-coarse:py-3"
          >
            {t("forgot")}
          </Link>
        ) : (
          t("forgotAskAdmin")
        )}
      </p>
    </>
  );
}
