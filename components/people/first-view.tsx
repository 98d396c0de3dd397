"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { openAnew } from "@/lib/client/people/auth-api";
import { DoorForm } from "./door-form";

/** The first account: it takes over what the person at this computer has. */
export function FirstView() {
  const t = useTranslations("people");
  const [isElsewhere, setIsElsewhere] = useState(false);
  useEffect(() => setIsElsewhere(!/^(127\.0\.0\.1|localhost)$/.test(location.hostname)), []);
  return (
    <DoorForm
      door="first"
      title={t("firstTitle")}
      hint={t("firstHint")}
      submit={t("firstSubmit")}
      fields={isElsewhere ? ["name", "email", "newPassword", "code"] : ["name", "email", "newPassword"]}
      onDone={() => openAnew("/team")}
    />
  );
}
