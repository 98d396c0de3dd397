"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CookingPot, Heart, ThumbsDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { useTRPC } from "@/lib/client/api/trpc";
import type { RecipePage, Opinion as Value } from "@/lib/contracts/recipes";

/** What the person thinks of the recipe, and that they cooked it. Shapes their suggestions. */
export function OpinionButtons({
  page,
  isNoting,
  onCooked,
}: {
  readonly page: RecipePage;
  /** While a meal is being put into the history. */
  readonly isNoting: boolean;
  readonly onCooked: () => void;
}) {
  const t = useTranslations("recipes.kitchen");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { slug } = page.recipe;
  const [opinion, setOpinion] = useState(page.opinion);
  const [problem, setProblem] = useState("");
  const change = useMutation(
    trpc.recipes.cook.setOpinion.mutationOptions({
      onSuccess: () => queries.invalidateQueries(),
      onError: (error) => {
        setOpinion(page.opinion);
        setProblem(error.message);
      },
    }),
  );
  const toggle = (value: Value) => {
    const next = opinion === value ? null : value;
    setProblem("");
    setOpinion(next);
    change.mutate({ slug, opinion: next });
  };
  const times = page.cooked.times;
  return (
    <>
      <Button
        tone="quiet"
        aria-pressed={opinion === "favourite"}
        onClick={() => toggle("favourite")}
        className={classNames(opinion === "favourite" && "bg-leaf-wash text-leaf-strong")}
      >
        <Heart aria-hidden className={classNames(opinion === "favourite" && "fill-current")} />
        {t("favourite")}
      </Button>
      <Button
        tone="quiet"
        aria-pressed={opinion === "dislike"}
        onClick={() => toggle("dislike")}
        className={classNames(opinion === "dislike" && "bg-sunken")}
      >
        <ThumbsDown aria-hidden />
        {t("dislike")}
      </Button>
      <Button tone="quiet" waitsFor={isNoting && waits("busy")} onClick={onCooked}>
        <CookingPot aria-hidden />
        {t("cookedIt")}
      </Button>
      {times > 0 ? (
        <span className="tabular text-meta text-ink-soft">{t("cookedTimes", { times })}</span>
      ) : null}
      {problem ? (
        <span role="alert" className="text-tomato-ink">
          {problem}
        </span>
      ) : null}
    </>
  );
}
