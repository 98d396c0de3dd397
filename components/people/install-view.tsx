"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import {
  askToInstall,
  followInstallOffer,
  type InstallWay,
  installWay,
  isInstallOffered,
} from "@/lib/client/install/install-prompt";

/** Forage as an app on this device: a button where the browser offers it, words where it does not. */
export function InstallView() {
  const t = useTranslations("people.install");
  const isOffered = useSyncExternalStore(followInstallOffer, isInstallOffered, () => false);
  const [way, setWay] = useState<InstallWay>();
  useEffect(() => {
    const { userAgent, maxTouchPoints } = navigator;
    const isStandalone = matchMedia("(display-mode: standalone)").matches;
    setWay(installWay({ userAgent, maxTouchPoints, isStandalone, isSecure: isSecureContext }));
  }, []);
  if (!way) return null;
  const isAskable = isOffered && way !== "installed";
  return (
    <Section title={t("give")} hint={t("hint")}>
      {isAskable ? (
        <Button tone="primary" className="self-start" onClick={() => void askToInstall()}>
          {t("install")}
        </Button>
      ) : (
        <p>{t(`way.${way}`)}</p>
      )}
      {way === "insecure" ? (
        <Link href="/phone" className="self-start underline pointer-coarse:inline-block pointer-coarse:py-3">
          {t("toPhone")}
        </Link>
      ) : null}
    </Section>
  );
}
