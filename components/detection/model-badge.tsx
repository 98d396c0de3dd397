"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { RadioGroup } from "radix-ui";
import { classNames } from "@/components/ui/class-names";
import { Popover } from "@/components/ui/popover";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Switch } from "@/components/ui/switch";
import type { BackendAttempt, BackendPreference, DetectorStatus } from "@/lib/client/detection/detector";
import { useActivePhoto, useDetector } from "@/lib/client/workspace/workspace-context";
import { WORKER_BACKEND_IDS } from "@/lib/core/detection/backends";
import { Fact, Facts, useDuration } from "./details-panel";
import { formatModelId, formatMs } from "./format";
import { NamedBoxesSetting } from "./named-boxes-setting";

/** Model, backend and the last photo's time; opens to why this backend, and to another choice. */
export function ModelBadge() {
  const t = useTranslations("backend");
  const status = useDetector((state) => state.status);
  const lastMs = useActivePhoto()?.run?.timings?.totalMs;
  const words = useBadgeWords(status);
  return (
    <Popover
      label={t("title")}
      className="w-[340px]"
      trigger={
        <button
          type="button"
          aria-label={`${t("title")}: ${words}`}
          className="tabular flex h-8 min-w-0 items-center justify-center gap-2 rounded-card px-2 text-ink-soft text-meta hover:bg-sunken hover:text-ink pointer-coarse:h-11 max-sm:size-11 max-sm:min-w-11 max-sm:shrink-0"
        >
          <StatusDot status={status} />
          <span className="truncate max-sm:hidden">{words}</span>
          {lastMs !== undefined && status.state === "ready" ? (
            <span className="whitespace-nowrap max-sm:hidden">{`${formatMs(lastMs)} ms`}</span>
          ) : null}
        </button>
      }
    >
      <BadgePanel status={status} />
    </Popover>
  );
}

function useBadgeWords(status: DetectorStatus): string {
  const t = useTranslations("backend");
  switch (status.state) {
    case "idle":
      return t("badgeIdle");
    case "downloading":
      return t("badgeDownloading", { percent: percentOf(status.receivedBytes, status.totalBytes) });
    case "warming-up":
      return t("badgeWarming");
    case "ready":
      return `${formatModelId(status.modelId)} · ${t(status.backend)}`;
    case "needs-consent":
      return t("badgeConsent");
    case "failed":
      return t("badgeFailed");
  }
}

export function percentOf(received: number, total: number): number {
  return total > 0 ? Math.min(100, Math.floor((received / total) * 100)) : 0;
}

function StatusDot({ status }: { readonly status: DetectorStatus }) {
  const colour =
    status.state === "ready"
      ? status.backend === "server"
        ? "bg-saffron"
        : "bg-leaf"
      : status.state === "failed"
        ? "bg-tomato"
        : status.state === "needs-consent"
          ? "bg-saffron"
          : "bg-line-strong";
  return <span aria-hidden className={classNames("size-2 shrink-0 rounded-full", colour)} />;
}

function BadgePanel({ status }: { readonly status: DetectorStatus }) {
  const t = useTranslations("backend");
  const duration = useDuration();
  const consent = useDetector((state) => state.serverConsent);
  const setConsent = useDetector((state) => state.setServerConsent);
  const attempts = "attempts" in status ? status.attempts : [];
  return (
    <div className="flex flex-col gap-4">
      <h2 className="font-semibold text-lead">{t("title")}</h2>
      {status.state === "downloading" ? (
        <ProgressBar label={t("download")} value={percentOf(status.receivedBytes, status.totalBytes) / 100} />
      ) : null}
      <BackendChoice />
      {attempts.length > 0 ? <Attempts attempts={attempts} /> : null}
      {status.state === "ready" ? (
        <Facts title={t("firstRun")}>
          <Fact name={t("download")}>{status.fromCache ? t("fromCache") : duration(status.downloadMs)}</Fact>
          <Fact name={t("warmUp")}>{duration(status.warmUpMs)}</Fact>
        </Facts>
      ) : null}
      <LastPhoto />
      <div className="border-t pt-3">
        <Switch
          label={t("consentSwitch")}
          hint={t("consentHint")}
          checked={consent}
          onChange={(allowed) => void setConsent(allowed)}
        />
      </div>
      <NamedBoxesSetting />
    </div>
  );
}

const CHOICES: readonly BackendPreference[] = ["auto", ...WORKER_BACKEND_IDS, "server"];

function BackendChoice() {
  const t = useTranslations("backend");
  const preference = useDetector((state) => state.preference);
  const consent = useDetector((state) => state.serverConsent);
  const setPreference = useDetector((state) => state.setPreference);
  const setConsent = useDetector((state) => state.setServerConsent);
  async function choose(next: BackendPreference) {
    // Choosing the server is the permission itself; the hint beside it says what that sends.
    if (next === "server" && !consent) await setConsent(true);
    await setPreference(next);
  }
  return (
    <RadioGroup.Root
      aria-label={t("choose")}
      value={preference}
      onValueChange={(next) => void choose(next as BackendPreference)}
      className="-mx-2 flex flex-col"
    >
      {CHOICES.map((choice) => (
        <RadioGroup.Item
          key={choice}
          value={choice}
          className="group flex min-h-9 items-center gap-3 rounded-small px-2 text-left hover:bg-sunken pointer-coarse:min-h-11"
        >
          <span className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong group-data-[state=checked]:border-leaf">
            <RadioGroup.Indicator className="size-2 rounded-full bg-leaf" />
          </span>
          <span className="w-20 shrink-0 font-medium">{t(choice)}</span>
          <span className="text-ink-soft text-meta">{t(`${choice}_hint`)}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

/** Which backends were tried, and why each was used or skipped. */
function Attempts({ attempts }: { readonly attempts: readonly BackendAttempt[] }) {
  const t = useTranslations("backend");
  return (
    <section>
      <h3 className="mb-1 text-ink-soft text-meta">{t("tried")}</h3>
      <ul className="flex flex-col gap-1.5">
        {attempts.map(({ backend, taken, reason, detail }) => (
          <li key={`${backend}-${reason}`} className="flex items-start gap-2">
            {taken ? (
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-leaf" />
            ) : (
              <X aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
            )}
            <span className="w-20 shrink-0 font-medium">{t(backend)}</span>
            <span className="min-w-0 text-ink-soft">
              {t(`reasons.${reason}`)}
              {detail ? <span className="block truncate text-meta">{detail}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastPhoto() {
  const t = useTranslations("backend");
  const details = useTranslations("details");
  const ms = useDuration();
  const timings = useActivePhoto()?.run?.timings;
  if (!timings) return null;
  return (
    <Facts title={t("lastPhoto")}>
      <Fact name={details("decode")}>{ms(timings.decodeMs)}</Fact>
      <Fact name={details("preprocess")}>{ms(timings.preprocessMs)}</Fact>
      <Fact name={details("inference")}>{ms(timings.inferenceMs)}</Fact>
      <Fact name={details("postprocess")}>{ms(timings.postprocessMs)}</Fact>
      <Fact name={details("total")} isStrong>
        {ms(timings.totalMs)}
      </Fact>
    </Facts>
  );
}
