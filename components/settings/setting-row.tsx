"use client";

import { useTranslations } from "next-intl";
import type { ShownSetting } from "@/lib/contracts/installation-settings";
import { SettingField } from "./setting-field";

/** What one setting is, its value and where it comes from; a field only where the page may change it. */
export function SettingRow({ setting }: { readonly setting: ShownSetting }) {
  const t = useTranslations("settings");
  const { name, source, isChangeable } = setting;
  const isHere = isChangeable && source !== "environment";
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
      <div className="min-w-64 flex-1">
        <p className="font-medium" id={`${name}-about`}>
          {t(`about.${name}` as never)}
        </p>
        <p className="break-all text-ink-soft text-meta">
          <code>{name}</code> · {t(`source.${source}`)}
          {isHere || source === "environment" ? "" : ` · ${t("atStart")}`}
        </p>
      </div>
      {isHere ? <SettingField key={setting.value} setting={setting} /> : <Value setting={setting} />}
    </li>
  );
}

function Value({ setting }: { readonly setting: ShownSetting }) {
  const t = useTranslations("settings");
  const { kind, isSet, value, unit } = setting;
  if (kind === "secret") return <p className="text-ink-soft">{t(isSet ? "secretSet" : "notSet")}</p>;
  if (value === null) return <p className="text-ink-soft">{t("notSet")}</p>;
  return (
    <p className="tabular break-all">
      {value}
      {unit ? ` ${unit}` : ""}
    </p>
  );
}
