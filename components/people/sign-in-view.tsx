"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { openAnew } from "@/lib/client/people/auth-api";
import { takeReturn } from "@/lib/client/people/return-to";
import { DoorPage } from "./door-form";
import { ErrorLine } from "./error-line";
import { SignInForm } from "./sign-in-form";
import { type RefusedSignIn, refusedSignIn } from "./single-sign-on-error";

export function SignInView() {
  const t = useTranslations("people");
  const [refused, setRefused] = useState<RefusedSignIn>();
  useEffect(() => setRefused(refusedSignIn(location.search)), []);
  return (
    <DoorPage title={t("signIn")}>
      {refused?.error ? <ErrorLine error={refused.error} /> : null}
      {refused && !refused.error ? (
        <p role="alert" className="text-tomato-ink">
          {t("singleSignOnFailed")}
        </p>
      ) : null}
      <SignInForm onDone={() => openAnew(takeReturn() ?? "/")} />
    </DoorPage>
  );
}
