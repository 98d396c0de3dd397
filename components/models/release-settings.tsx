"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { RegistryEntry, ShadowSetting } from "@/lib/contracts/model-registry";

const FIRST_SHARE = 0.2;

/** Automatic promotion, and the candidate that runs in the shadow. */
export function ReleaseSettings({ entries }: { readonly entries: readonly RegistryEntry[] }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sentence = useErrorSentence();
  const automatic = useQuery(trpc.gate.automaticPromotion.queryOptions());
  const release = useQuery(trpc.models.release.queryOptions());
  const setAutomatic = useMutation(
    trpc.gate.setAutomaticPromotion.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.gate.pathFilter()),
    }),
  );
  const setShadow = useMutation(
    trpc.models.setShadow.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.models.release.pathFilter()),
    }),
  );
  const error = setAutomatic.error ?? setShadow.error;
  const shadow = release.data?.shadow ?? { candidateId: null, share: 0 };
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={t("automatic")}
        hint={t("automaticHint")}
        checked={automatic.data ?? false}
        onChange={(checked) => setAutomatic.mutate(checked)}
      />
      <ShadowFields
        key={`${shadow.candidateId} ${shadow.share}`}
        shadow={shadow}
        entries={entries}
        onChange={(next) => setShadow.mutate(next)}
      />
      {error ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(error))}
        </p>
      ) : null}
    </div>
  );
}

interface ShadowFieldsProps {
  readonly shadow: ShadowSetting;
  readonly entries: readonly RegistryEntry[];
  readonly onChange: (shadow: ShadowSetting) => void;
}

function ShadowFields({ shadow, entries, onChange }: ShadowFieldsProps) {
  const t = useTranslations("models");
  const id = useId();
  const others = entries.filter(({ alias }) => alias !== "champion");
  const { candidateId, share } = shadow;
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-medium">
        {t("shadow")}
      </label>
      <p className="text-ink-soft text-meta">{t("shadowHint")}</p>
      <select
        id={id}
        value={candidateId ?? ""}
        onChange={(event) => {
          const chosen = event.target.value || null;
          onChange({ candidateId: chosen, share: chosen ? share || FIRST_SHARE : 0 });
        }}
        className="h-9 w-full max-w-xs rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
      >
        <option value="">{t("noShadow")}</option>
        {others.map(({ manifest }) => (
          <option key={manifest.id} value={manifest.id}>
            {manifest.id}
          </option>
        ))}
      </select>
      {candidateId ? (
        <ShareSlider share={share} onChange={(next) => onChange({ candidateId, share: next })} />
      ) : null}
    </div>
  );
}

/** Follows the finger; the value is sent to the server when the finger is lifted. */
function ShareSlider({
  share,
  onChange,
}: {
  readonly share: number;
  readonly onChange: (share: number) => void;
}) {
  const t = useTranslations("models");
  const [shown, setShown] = useState(share);
  const text = `${Math.round(100 * shown)} %`;
  return (
    <div className="flex max-w-xs items-center gap-3">
      <Slider
        label={t("shadowShare")}
        value={shown}
        min={0.05}
        max={1}
        step={0.05}
        valueText={text}
        onChange={setShown}
        onCommit={onChange}
      />
      <span className="tabular w-12 text-right">{text}</span>
    </div>
  );
}
