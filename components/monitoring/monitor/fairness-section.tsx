"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import type { FairnessAnswer } from "@/lib/contracts/monitor-page";
import { ErrorText } from "../error-text";
import { useLikelyText } from "./use-likely-text";

type Side = "foods" | "devices";

/** Whether some groups of foods, plants or devices fare worse than others. */
export function FairnessSection({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("monitor.fairness");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.monitoring.fairness.queryOptions({ modelId }));
  return (
    <Section title={t("title")} hint={t("hint")}>
      <ErrorText error={error} />
      {data ? (
        <div className="grid gap-5 lg:grid-cols-2">
          <Groups side="foods" answer={data} />
          <Groups side="devices" answer={data} />
        </div>
      ) : null}
    </Section>
  );
}

function useGroupName(side: Side) {
  const t = useTranslations();
  return (group: string) => {
    const keys =
      side === "devices"
        ? [`monitor.value.${group}`]
        : [`monitor.fairness.kind.${group}`, `recipes.aisles.${group}`];
    const key = keys.find((one) => t.has(one as "monitor.value.phone"));
    return key ? t(key as "monitor.value.phone") : group;
  };
}

function Groups({ side, answer }: { readonly side: Side; readonly answer: FairnessAnswer }) {
  const t = useTranslations("monitor.fairness");
  const nameOf = useGroupName(side);
  const likely = useLikelyText();
  const groups = answer[side];
  const gap = side === "foods" ? answer.foodGap : answer.deviceGap;
  const hidden = side === "foods" ? answer.hiddenFoods : answer.hiddenDevices;
  const isDevices = side === "devices";
  return (
    <section aria-label={t(side)} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium">{t(side)}</h3>
      {groups.length === 0 ? <p className="text-ink-soft">{t("none")}</p> : null}
      {gap ? (
        <p className={`tabular ${gap.isBeyondChance ? "rounded-card bg-tomato-wash p-3" : ""}`}>
          {t("gap", {
            worst: nameOf(gap.worst),
            best: nameOf(gap.best),
            worstShare: likely.share(gap.worstShare),
            bestShare: likely.share(gap.bestShare),
          })}{" "}
          {t(gap.isBeyondChance ? "beyond" : "chance")}
        </p>
      ) : groups.length > 0 ? (
        <p className="text-ink-soft">{t("noGap")}</p>
      ) : null}
      <ul className="flex flex-col divide-y">
        {groups.map(({ group, wrong, missed, boxes }) => (
          <li key={group} className="grid gap-x-3 gap-y-1 py-2 text-meta sm:grid-cols-[9rem_1fr]">
            <span className="font-medium">{nameOf(group)}</span>
            <dl className="tabular grid grid-cols-[auto_1fr] gap-x-3 text-ink-soft">
              <dt>{t("wrong")}</dt>
              <dd>{wrong ? likely.share(wrong) : t("few")}</dd>
              {isDevices ? null : (
                <>
                  <dt>{t("missed")}</dt>
                  <dd>{missed ? likely.share(missed) : t("few")}</dd>
                </>
              )}
              <dt>{t("boxes")}</dt>
              <dd>{boxes ? likely.number(boxes) : t("few")}</dd>
            </dl>
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p className="text-ink-soft text-meta">{t("hidden", { count: hidden })}</p> : null}
    </section>
  );
}
