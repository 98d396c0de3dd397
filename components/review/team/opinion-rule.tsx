"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { OpinionRule } from "@/lib/contracts/review-people";

/** Which photos two people review without being asked each time. */
export function OpinionRuleForm() {
  const { data } = useQuery(useTRPC().review.opinionRule.queryOptions());
  return data ? <RuleForm key={JSON.stringify(data)} rule={data} /> : null;
}

const FIELD =
  "h-9 rounded-card border border-line-strong bg-paper px-2.5 pointer-coarse:h-11 pointer-coarse:text-lead";

function RuleForm({ rule }: { readonly rule: OpinionRule }) {
  const t = useTranslations("reviewTeam");
  useClassNames();
  const classes = useClasses();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const sentence = useErrorSentence();
  const [percent, setPercent] = useState(String(Math.round(rule.share * 1_000) / 10));
  const [classIds, setClassIds] = useState<readonly number[]>(rule.classIds);
  const save = useMutation(
    trpc.review.setOpinionRule.mutationOptions({
      onSuccess: () => {
        show({ title: t("ruleSaved") });
        void queries.invalidateQueries(trpc.review.pathFilter());
      },
      onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
    }),
  );
  const share = Number(percent.replace(",", ".")) / 100;
  const isWrong = percent.trim() === "" || !(share >= 0 && share <= 1);
  return (
    <Section title={t("ruleTitle")} hint={t("ruleHint")}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) save.mutate({ share, classIds: [...classIds] });
        }}
      >
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft text-meta">{t("ruleShare")}</span>
          <input
            inputMode="decimal"
            value={percent}
            aria-invalid={isWrong}
            onChange={(event) => setPercent(event.target.value)}
            className={`${FIELD} w-24`}
          />
        </label>
        <label className="flex min-w-0 flex-col gap-1">
          <span className="text-ink-soft text-meta">{t("ruleClass")}</span>
          <select
            value=""
            onChange={(event) => setClassIds([...new Set([...classIds, Number(event.target.value)])])}
            className={`${FIELD} max-w-full`}
          >
            <option value="">{t("ruleAddClass")}</option>
            {classes.all.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" tone="primary" waitsFor={isWrong && t("ruleWrong")}>
          {t("ruleSave")}
        </Button>
      </form>
      {classIds.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {classIds.map((id) => (
            <li key={id}>
              <Button
                aria-label={t("ruleRemove", { name: classes.nameOf(id) })}
                onClick={() => setClassIds(classIds.filter((other) => other !== id))}
              >
                {classes.nameOf(id)} ×
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
