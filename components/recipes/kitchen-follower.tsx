"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef } from "react";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useKitchenSync } from "@/lib/client/recipes/use-kitchen-sync";
import type { KitchenAnswer } from "@/lib/contracts/shopping";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { useStockText } from "./pantry/use-stock-text";

/**
 * Sends changes of pantry, shopping list and week that an earlier visit left, on any page, and says when the server refuses one or
 * somebody else was quicker.
 */
export function KitchenFollower() {
  const trpc = useTRPC();
  const sync = useKitchenSync();
  const show = useToast();
  const sentence = useErrorSentence();
  const tell = useAnswerText();
  const latest = useRef({ show, sentence, tell });
  latest.current = { show, sentence, tell };
  const door = useQuery(trpc.people.door.queryOptions());
  const isIn = door.data?.state === "open" || door.data?.state === "signed-in";
  const me = useQuery({ ...trpc.people.me.queryOptions(), enabled: isIn });
  const teamId = me.data?.team.id;
  const mayWrite = me.data?.permissions.includes("recipes:write") ?? false;
  useEffect(() => {
    if (sync && teamId !== undefined) sync.belongTo(teamId, mayWrite);
  }, [sync, teamId, mayWrite]);
  useEffect(() => {
    if (!sync) return;
    const stop = [
      sync.onRefused((error) =>
        latest.current.show({ tone: "attention", title: latest.current.sentence(error) }),
      ),
      sync.onAnswer((answer) => void latest.current.tell(answer)),
    ];
    const retry = () => {
      void sync.kitchen.retry();
      void sync.week.retry();
    };
    retry();
    addEventListener("online", retry);
    return () => {
      for (const end of stop) end();
      removeEventListener("online", retry);
    };
  }, [sync]);
  return null;
}

/** Says of which foods less was there than was taken, and which stay although they were unticked. */
function useAnswerText(): (answer: KitchenAnswer) => Promise<void> {
  const t = useTranslations("recipes.stock");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const none = useMemo(() => createVocabulary([], []), []);
  const text = useStockText(none);
  return async ({ short, stays }) => {
    // the foods' names are needed this once only
    const found = await queries.fetchQuery(trpc.recipes.foods.queryOptions()).catch(() => null);
    const { byId } = createVocabulary(found?.foods ?? [], []);
    const nameOf = (foodId: string) => byId.get(foodId)?.name ?? foodId;
    if (short.length > 0) {
      const list = short
        .map(({ foodId, ...amount }) =>
          t("foodAmount", { food: nameOf(foodId), amount: text.amount(amount) }),
        )
        .join(", ");
      show({ tone: "attention", title: t("tookMore", { list }) });
    }
    if (stays.length > 0)
      show({ tone: "attention", title: t("boughtStays", { list: stays.map(nameOf).join(", ") }) });
  };
}
