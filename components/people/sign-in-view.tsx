"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import { openAnew } from "@/lib/client/people/auth-api";
import { DoorForm } from "./door-form";

export function SignInView() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.people.door.queryOptions());
  return (
    <DoorForm
      door="sign-in"
      title={t("signIn")}
      submit={t("signIn")}
      fields={["email", "password"]}
      onDone={() => openAnew("/")}
    >
      {data?.isSingleSignOn ? (
        <Button asChild size="large">
          <a href="/api/auth/oidc">{t("singleSignOn")}</a>
        </Button>
      ) : null}
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
