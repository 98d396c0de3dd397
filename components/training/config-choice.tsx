"use client";

import { useTranslations } from "next-intl";

const NAMES = ["gentle", "balanced", "bold"] as const;

interface ConfigChoiceProps {
  readonly names: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}

/** Which presets are trained, each with a word on when it fits. */
export function ConfigChoice({ names, onChange }: ConfigChoiceProps) {
  const t = useTranslations("training.form");
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t("configs")}</legend>
      {NAMES.map((name) => (
        <label key={name} className="flex min-h-9 items-start gap-2.5 py-1 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            checked={names.includes(name)}
            onChange={({ target }) =>
              onChange(target.checked ? [...names, name] : names.filter((other) => other !== name))
            }
            className="mt-0.5 size-4 accent-leaf"
          />
          <span>
            <span className="block font-medium">{t(name)}</span>
            <span className="block text-ink-soft text-meta">{t(`${name}Hint`)}</span>
          </span>
        </label>
      ))}
      <p className="text-meta text-ink-soft">
        {names.length === 0 ? <span className="text-tomato-ink">{t("noConfig")}</span> : t("configsHint")}
      </p>
    </fieldset>
  );
}
