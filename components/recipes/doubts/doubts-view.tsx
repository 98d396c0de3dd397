"use client";

import { ListChecks, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { toApiError } from "@/lib/client/api/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DoubtAnswer } from "@/lib/contracts/recipe-doubts";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import { PageHeading } from "../page-heading";
import { useVocabulary } from "../use-vocabulary";
import { DoubtRow } from "./doubt-row";
import { useDoubtKeys } from "./use-doubt-keys";
import { type Group, useDoubts } from "./use-doubts";

/** Rows drawn at once; the rest follow as these are done. */
const SHOWN = 60;

/** What an import could not read with certainty, the quickest first, one key each. */
export function DoubtsView() {
  const t = useTranslations("recipes.doubts");
  const sentence = useErrorSentence();
  const { vocabulary } = useVocabulary();
  const { groups, isLoading, error, hasMore, canUndo, answer, undo, leave } = useDoubts();
  const [chosen, setChosen] = useState<string | null>(null);
  const [picking, setPicking] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const current = groups.find(({ key }) => key === chosen) ?? groups[0];
  const unknown = groups.filter(({ effort }) => effort === "unknown");
  const nameOf = (id: string) => vocabulary?.byId.get(id)?.name ?? id;
  const give = (group: Group, given: DoubtAnswer) => {
    const place = groups.indexOf(group);
    setChosen(groups[place + 1]?.key ?? null);
    setPicking(null);
    const words =
      given.kind === "food" ? nameOf(given.foodId) : t(given.kind === "text" ? "keepAsText" : "isRight");
    setSaid(t("settled", { line: group.lines[0].ingredient.original ?? "", answer: words }));
    void answer([group], given);
  };
  const takeBack = async () => {
    const back = await undo();
    if (back !== undefined) setChosen(back);
  };
  useDoubtKeys({
    hasLine: current !== undefined,
    canUndo,
    isRight: () =>
      current && current.lines[0].ingredient.foodId !== OTHER_FOOD && give(current, { kind: "right" }),
    otherFood: () => current && setPicking(current.key),
    keepAsText: () => current && give(current, { kind: "text" }),
    later: () => {
      if (!current) return;
      setChosen(groups[groups.indexOf(current) + 1]?.key ?? null);
      leave(current.key);
    },
    undo: () => void takeBack(),
  });
  const lines = groups.reduce((sum, group) => sum + group.lines.length, 0);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-6">
      <PageHeading
        back={{ href: "/recipes?own=mine", text: t("toRecipes") }}
        title={t("title")}
        intro={t("intro")}
      />
      <div className="sticky top-12 z-10 -mx-4 flex flex-wrap items-center gap-x-3 gap-y-1 bg-paper px-4 py-2">
        <p role="status" className="tabular min-w-0 flex-1 font-medium">
          {isLoading ? "" : t("left", { count: lines })}
          <span className="sr-only">{said}</span>
        </p>
        {unknown.length > 1 ? (
          <Button
            size="small"
            tone="quiet"
            className="h-auto whitespace-normal py-1 text-left"
            onClick={() => void answer(unknown, { kind: "text" })}
          >
            {t("allAsText", { count: unknown.length })}
          </Button>
        ) : null}
        {canUndo ? (
          <Button size="small" onClick={() => void takeBack()}>
            <Undo2 aria-hidden />
            {t("undo")}
            <Kbd>U</Kbd>
          </Button>
        ) : null}
      </div>
      {error ? (
        <p role="alert" className="rounded-card bg-tomato-wash px-3 py-2 text-tomato-ink">
          {sentence(toApiError(error))}
        </p>
      ) : null}
      {!isLoading && groups.length === 0 ? (
        <EmptyState
          icon={<ListChecks />}
          title={t("none")}
          body={t("noneBody")}
          actions={
            <Button asChild>
              <Link href="/recipes?own=mine">{t("toRecipes")}</Link>
            </Button>
          }
        />
      ) : null}
      <ul className="flex flex-col gap-2">
        {groups.slice(0, SHOWN).map((group) => (
          <Row key={group.key} isCurrent={group === current} onFocus={() => setChosen(group.key)}>
            <DoubtRow
              group={group}
              isCurrent={group === current}
              vocabulary={vocabulary}
              isPicking={picking === group.key}
              onPicking={(isOpen) => setPicking(isOpen ? group.key : null)}
              onAnswer={(given) => give(group, given)}
              onLater={() => leave(group.key)}
            />
          </Row>
        ))}
      </ul>
      {hasMore || groups.length > SHOWN ? <p className="text-ink-soft">{t("more")}</p> : null}
      {unknown.length > 0 ? <p className="text-meta text-ink-soft">{t("textNote")}</p> : null}
    </div>
  );
}

interface RowProps {
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly children: React.ReactNode;
}

/** Comes into view when it is the one the keys answer. */
function Row({ isCurrent, onFocus, children }: RowProps) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) item.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <li ref={item} onFocus={onFocus} aria-current={isCurrent ? "true" : undefined} className="scroll-my-24">
      {children}
    </li>
  );
}
