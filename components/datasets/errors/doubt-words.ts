import type { useTranslations } from "next-intl";
import type { ClassRegistryView } from "@/lib/client/datasets/use-registry";
import type { ShownDoubt } from "@/lib/contracts/data-errors";

const sure = (score: number) => score.toFixed(2);

/** What a doubt says, in a sentence: the same that is drawn. */
export function doubtSentence(
  t: ReturnType<typeof useTranslations<"dataErrors">>,
  { kind, label, model, judge, selfConfidence }: ShownDoubt,
  { nameOf }: ClassRegistryView,
): string {
  return t(`says.${kind}`, {
    model: judge,
    label: label ? nameOf(label.classId) : "",
    found: model ? nameOf(model.classId) : "",
    score: sure(model?.score ?? 0),
    self: sure(selfConfidence ?? 0),
  });
}

/** What is written at the boxes. */
export function doubtTexts(
  t: ReturnType<typeof useTranslations<"dataErrors">>,
  { label, model, judge }: ShownDoubt,
  { nameOf }: ClassRegistryView,
) {
  return {
    labelText: label ? `${t("label")}: ${nameOf(label.classId)}` : "",
    modelText: model ? `${judge}: ${nameOf(model.classId)} ${sure(model.score)}` : "",
  };
}
