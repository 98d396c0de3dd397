"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { ShownSetting } from "@/lib/contracts/installation-settings";
import { SettingRow } from "./setting-row";

const GROUPS: readonly ShownSetting["group"][] = [
  "people",
  "mail",
  "storage",
  "detection",
  "training",
  "address",
];

/** Every setting of the installation: its value, where it comes from, and a field where it may be changed here. */
export function SettingsView() {
  const t = useTranslations("settings");
  const sentence = useErrorSentence();
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.installation.settings.queryOptions());
  if (error) {
    return (
      <p role="alert" className="text-tomato-ink">
        {sentence(toApiError(error))}
      </p>
    );
  }
  if (!data) return <p role="status">{t("loading")}</p>;
  return GROUPS.map((group) => {
    const settings = data.filter((one) => one.group === group);
    if (settings.length === 0) return null;
    return (
      <Section key={group} title={t(`groups.${group}`)}>
        <ul className="flex flex-col divide-y">
          {settings.map((setting) => (
            <SettingRow key={setting.name} setting={setting} />
          ))}
        </ul>
      </Section>
    );
  });
}
