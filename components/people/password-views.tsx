"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { linkToken, openAnew } from "@/lib/client/people/auth-api";
import { DoorForm } from "./door-form";

/** Asks for a link by mail. The answer is the same whether the address is known or not. */
export function ForgotView() {
  const t = useTranslations("people");
  const [isSent, setIsSent] = useState(false);
  return (
    <DoorForm
      door="forgot"
      title={t("forgotTitle")}
      hint={t("forgotHint")}
      submit={t("forgotSubmit")}
      fields={["email"]}
      onDone={() => setIsSent(true)}
    >
      <p role="status">{isSent ? t("forgotSent") : ""}</p>
    </DoorForm>
  );
}

/** Sets a new password by a link that works once. */
export function ResetView() {
  const t = useTranslations("people");
  return (
    <DoorForm
      door="reset"
      title={t("resetTitle")}
      hint={t("resetHint")}
      submit={t("resetSubmit")}
      fields={["newPassword"]}
      also={() => ({ token: linkToken() })}
      onDone={() => openAnew("/sign-in")}
    />
  );
}
