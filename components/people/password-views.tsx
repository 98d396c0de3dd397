"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { linkToken } from "@/lib/client/people/auth-api";
import { endedWaysSchema } from "@/lib/contracts/people";
import { CheckLine } from "./check-line";
import { DoorForm, DoorPage } from "./door-form";

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

/** Sets a new password by a link that works once, and says what ended with the old one. */
export function ResetView() {
  const t = useTranslations("people");
  const [keeps, setKeeps] = useState(false);
  const [ended, setEnded] = useState<unknown>();
  if (ended !== undefined) return <ResetDone ended={ended} />;
  return (
    <DoorForm
      door="reset"
      title={t("resetTitle")}
      hint={t("resetHint")}
      submit={t("resetSubmit")}
      fields={["newPassword"]}
      also={() => ({ token: linkToken(), keepsKeysAndPasskeys: keeps })}
      more={
        <CheckLine
          label={t("resetKeeps")}
          hint={t(keeps ? "resetKeepsHint" : "resetEndsHint")}
          isOn={keeps}
          onChange={setKeeps}
        />
      }
      onDone={setEnded}
    />
  );
}

function ResetDone({ ended }: { readonly ended: unknown }) {
  const t = useTranslations("people");
  const ways = endedWaysSchema.safeParse(ended);
  return (
    <DoorPage title={t("resetDone")}>
      <p role="status">{ways.success ? t("endedWays", ways.data) : null}</p>
      <Link href="/sign-in" className="font-medium underline">
        {t("signIn")}
      </Link>
    </DoorPage>
  );
}
