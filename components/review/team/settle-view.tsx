"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { EmptyState } from "@/components/ui/empty-state";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import { photoImageUrl } from "@/lib/contracts/library";
import type { OpinionPairView, SettleInput } from "@/lib/contracts/opinions";
import { REJECT_REASONS } from "@/lib/contracts/review";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { StageBox } from "@/lib/core/editor/document";
import { compareOpinions, type Difference, TAKES, type Take } from "@/lib/core/review/compare-opinions";
import { BoxCrop, type CropBox } from "../box-crop";

/** Both opinions on one photo, and what settles them. */
export function SettleView({ photoId }: { readonly photoId: string }) {
  const t = useTranslations("reviewTeam");
  const sentence = useErrorSentence();
  const pair = useQuery(useTRPC().review.opinions.queryOptions({ photoId }, { retry: false }));
  if (pair.isError) return <EmptyState title={t("noPairTitle")} body={sentence(toApiError(pair.error))} />;
  if (!pair.data) return <p role="status">{t("loading")}</p>;
  return <Settling key={`${pair.data.first.id} ${pair.data.second.id}`} pair={pair.data} />;
}

const drawnOf = (boxes: readonly StageBox[], isModel: boolean): CropBox[] =>
  boxes.map(({ classId, box }) => ({ classId, box, isModel }));

function Settling({ pair }: { readonly pair: OpinionPairView }) {
  const t = useTranslations("reviewTeam");
  useClassNames();
  const classes = useClasses();
  const { first, second, correction } = pair;
  const sides = useMemo(() => {
    const { modelId, modelBoxes } = correction;
    const of = (labels: typeof first.labels) => standingBoxes({ modelId, modelBoxes, labels });
    return { first: of(first.labels), second: of(second.labels) };
  }, [correction, first, second]);
  const { differences, agreed } = useMemo(() => compareOpinions(sides.first, sides.second), [sides]);
  const [takes, setTakes] = useState<readonly (Take | null)[]>(differences.map(() => null));
  const [isOver, setIsOver] = useState(false);
  const send = useSettle(pair);
  const left = takes.filter((take) => take === null).length;
  const settle = (chosen: readonly Take[], side: "first" | "second" = "first") =>
    send.settle({ verdict: "boxes", takes: [...chosen], agreed: side });
  const closed = !pair.isOpen && t("closed");
  const url = photoImageUrl(pair.photoId, "full");
  const views = isOver
    ? [
        {
          title: t("over", { first: first.by, second: second.by }),
          boxes: [...drawnOf(sides.first, false), ...drawnOf(sides.second, true)],
        },
      ]
    : [
        { title: first.by, boxes: drawnOf(sides.first, false) },
        { title: second.by, boxes: drawnOf(sides.second, true) },
      ];
  return (
    <div className="flex flex-col gap-5">
      <header className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold text-title">{pair.name}</h1>
          <p className="text-ink-soft">
            {t("compared", { differences: differences.length, agreed: agreed.length })}
          </p>
        </div>
        <ChoiceSwitch
          label={t("viewLabel")}
          choices={["beside", "over"]}
          value={isOver ? "over" : "beside"}
          textOf={(choice) => t(`view.${choice}`)}
          onChange={(choice) => setIsOver(choice === "over")}
        />
      </header>
      {pair.isOpen ? null : (
        <p role="status" className="rounded-card bg-leaf-wash px-3 py-2 text-leaf-strong">
          {t("closed")}
        </p>
      )}
      <div className={isOver ? "" : "grid gap-3 sm:grid-cols-2"}>
        {views.map(({ title, boxes }) => (
          <figure key={title}>
            <BoxCrop
              url={url}
              photo={pair}
              boxes={boxes}
              classes={classes}
              isWhole
              className="max-h-[50dvh] w-full rounded-card"
            />
            <figcaption className="mt-1 text-meta">{title}</figcaption>
          </figure>
        ))}
      </div>
      <Verdicts pair={pair} />
      <ol className="flex flex-col gap-2">
        {differences.map((difference, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is that of the comparison
          <li key={index} className="flex flex-wrap items-center gap-3 rounded-card border bg-raised p-2">
            <BoxCrop
              url={url}
              photo={pair}
              boxes={[
                ...(difference.first ? drawnOf([difference.first], false) : []),
                ...(difference.second ? drawnOf([difference.second], true) : []),
              ]}
              classes={classes}
              className="h-20 w-28 shrink-0 rounded-small"
            />
            <p className="min-w-40 flex-1">{words(t, difference, pair, classes.nameOf)}</p>
            <TakeChoice
              label={t("takeLabel", { number: index + 1 })}
              pair={pair}
              value={takes[index] ?? null}
              onChange={(take) => setTakes(takes.map((old, at) => (at === index ? take : old)))}
            />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          waitsFor={closed || (left > 0 && t("chooseFirst", { count: left }))}
          onClick={() => settle(takes.flatMap((take) => take ?? []))}
        >
          {t("settle")}
        </Button>
        {(["first", "second"] as const).map((side) => (
          <Button
            key={side}
            waitsFor={closed}
            onClick={() =>
              settle(
                differences.map(() => side),
                side,
              )
            }
          >
            {t("takeAll", { name: pair[side].by })}
          </Button>
        ))}
        <RejectChoice waitsFor={closed} onReject={(reason) => send.settle({ verdict: "rejected", reason })} />
      </div>
    </div>
  );
}

type Choice = SettleInput extends infer One
  ? One extends SettleInput
    ? Omit<One, "photoId" | "first" | "second">
    : never
  : never;

function useSettle(pair: OpinionPairView) {
  const t = useTranslations("reviewTeam");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const show = useToast();
  const sentence = useErrorSentence();
  const mutation = useMutation(
    trpc.review.settle.mutationOptions({
      onSuccess: () => {
        show({ title: t("settled", { name: pair.name }) });
        void queries.invalidateQueries(trpc.review.pathFilter());
        void queries.invalidateQueries({ queryKey: trpc.library.pathKey(), refetchType: "none" });
        router.push("/studio/review/opinions");
      },
      onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
    }),
  );
  const about = { photoId: pair.photoId, first: pair.first.id, second: pair.second.id };
  return { settle: (choice: Choice) => mutation.mutate({ ...about, ...choice } as SettleInput) };
}

/** Where one or both rejected the photo. */
function Verdicts({ pair }: { readonly pair: OpinionPairView }) {
  const t = useTranslations("reviewTeam");
  const rejecting = [pair.first, pair.second].filter(({ verdict }) => verdict === "rejected");
  if (rejecting.length === 0) return null;
  return (
    <ul>
      {rejecting.map(({ id, by, reason }) => (
        <li key={id}>{t("rejectedBy", { name: by, reason: reasonWords(t, reason) })}</li>
      ))}
    </ul>
  );
}

type Words = ReturnType<typeof useTranslations<"reviewTeam">>;

function reasonWords(t: Words, reason: string): string {
  const known = REJECT_REASONS.find((one) => one === reason);
  return known ? t(`reason.${known}`) : reason;
}

function words(
  t: Words,
  { kind, first, second, iou }: Difference,
  pair: OpinionPairView,
  nameOf: (classId: number) => string,
): string {
  const names = { first: pair.first.by, second: pair.second.by };
  if (kind === "onlyFirst") return t("only", { person: names.first, name: nameOf(first?.classId ?? 0) });
  if (kind === "onlySecond") return t("only", { person: names.second, name: nameOf(second?.classId ?? 0) });
  const [one, other] = [nameOf(first?.classId ?? 0), nameOf(second?.classId ?? 0)];
  if (kind === "otherClass") return t("otherClass", { ...names, one, other, value: iou.toFixed(2) });
  return t("otherPlace", { name: one, value: iou.toFixed(2) });
}

interface TakeChoiceProps {
  readonly label: string;
  readonly pair: OpinionPairView;
  readonly value: Take | null;
  readonly onChange: (take: Take) => void;
}

function TakeChoice({ label, pair, value, onChange }: TakeChoiceProps) {
  const t = useTranslations("reviewTeam");
  const text: Record<Take, string> = {
    first: pair.first.by,
    second: pair.second.by,
    both: t("take.both"),
    neither: t("take.neither"),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a tool bar is not a fieldset
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {TAKES.map((take) => (
        <Button
          key={take}
          aria-pressed={value === take}
          tone={value === take ? "primary" : "plain"}
          onClick={() => onChange(take)}
        >
          {text[take]}
        </Button>
      ))}
    </div>
  );
}

interface RejectChoiceProps {
  readonly waitsFor: string | false;
  readonly onReject: (reason: string) => void;
}

function RejectChoice({ waitsFor, onReject }: RejectChoiceProps) {
  const t = useTranslations("reviewTeam");
  const [reason, setReason] = useState("");
  return (
    <div className="flex flex-wrap gap-2">
      <select
        aria-label={t("rejectWhy")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className="h-9 max-w-full rounded-card border border-line-strong bg-paper px-2.5 pointer-coarse:h-11"
      >
        <option value="">{t("rejectWhy")}</option>
        {REJECT_REASONS.map((one) => (
          <option key={one} value={one}>
            {t(`reason.${one}`)}
          </option>
        ))}
      </select>
      <Button
        tone="danger"
        waitsFor={waitsFor || (reason === "" && t("rejectWhyFirst"))}
        onClick={() => onReject(reason)}
      >
        {t("reject")}
      </Button>
    </div>
  );
}
