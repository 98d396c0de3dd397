import { useTranslations } from "next-intl";
import type { TrainingEnvironment } from "@/lib/contracts/training";
import {
  aboutValue,
  OPTIMISERS,
  SCHEDULES,
  type TrainingValueName,
  type TrainingValues,
} from "@/lib/contracts/training-values";
import { ChoiceField, TextField } from "./field";

type Typed = Readonly<Partial<Record<TrainingValueName, string>>>;

const NUMBERS = ["lr", "lrEndShare", "warmupEpochs", "momentum", "weightDecay"] as const;
const CHOICES = { optimiser: OPTIMISERS, schedule: SCHEDULES } as const;
/** Values that the fields are for. */
export const FIELDS: readonly string[] = ["trainer", ...Object.keys(CHOICES), ...NUMBERS];

/** What was typed as a run has it; a field left empty says nothing, so that config and trainer decide. */
export function givenValues(typed: Typed): TrainingValues {
  const filled = Object.entries(typed).filter(([, text]) => text.trim() !== "");
  const isNumber = (name: string) => (NUMBERS as readonly string[]).includes(name);
  return Object.fromEntries(
    filled.map(([name, text]) => [name, isNumber(name) ? Number(text) : text]),
  ) as TrainingValues;
}

interface ValueFieldsProps {
  readonly trainers: TrainingEnvironment["trainers"];
  readonly values: Typed;
  /** Names of values that cannot be used. */
  readonly wrong: ReadonlySet<PropertyKey | undefined>;
  readonly onChange: (change: Typed) => void;
}

/** Trainer, optimiser and schedule, for all configs of the run; each says what it does and what it is without a word. */
export function ValueFields({ trainers, values, wrong, onChange }: ValueFieldsProps) {
  const t = useTranslations("training.form");
  const about = (name: TrainingValueName) => {
    const { title, description, default: usual } = aboutValue(name);
    const problem = wrong.has(name) ? t("badValue", { hint: description }) : undefined;
    return { label: title, hint: t("valueHint", { hint: description, usual: String(usual) }), problem };
  };
  const choice = (
    name: TrainingValueName,
    choices: readonly { readonly value: string; readonly text: string }[],
  ) => (
    <ChoiceField
      key={name}
      {...about(name)}
      value={values[name] ?? ""}
      choices={[{ value: "", text: t("valueUsual") }, ...choices]}
      onChange={(chosen) => onChange({ [name]: chosen })}
    />
  );
  // one that was chosen elsewhere, or before, stays chosen
  const { trainer } = values;
  const isKnown = !trainer || trainers.some(({ name }) => name === trainer);
  const known = isKnown ? trainers : [...trainers, { name: trainer, title: t("notSeen", { name: trainer }) }];
  return (
    <div className="mt-3 grid gap-4 sm:grid-cols-2">
      {(known.length > 1 || trainer) &&
        choice(
          "trainer",
          known.map(({ name, title }) => ({ value: name, text: title })),
        )}
      {Object.entries(CHOICES).map(([name, words]) =>
        choice(
          name as keyof typeof CHOICES,
          words.map((word) => ({ value: word, text: word })),
        ),
      )}
      {NUMBERS.map((name) => (
        <TextField
          key={name}
          {...about(name)}
          inputMode="decimal"
          placeholder={t("valueUsual")}
          value={values[name] ?? ""}
          onChange={(text) => onChange({ [name]: text })}
        />
      ))}
    </div>
  );
}
