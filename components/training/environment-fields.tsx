import { useTranslations } from "next-intl";
import { NO_TRACKER, type TrainingEnvironment } from "@/lib/contracts/training";
import { ChoiceField } from "./field";

interface Known {
  readonly value: string;
  readonly text: string;
}

interface EnvironmentFieldProps {
  readonly environment: TrainingEnvironment;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One that was chosen before stays chosen where this server does not know it. */
function useWithChosen(known: readonly Known[], chosen: string): readonly Known[] {
  const t = useTranslations("training.form");
  const isKnown = known.some(({ value }) => value === chosen);
  return isKnown ? known : [...known, { value: chosen, text: t("notSeen", { name: chosen }) }];
}

/** What is trained on: the processor or a graphics card. */
export function DeviceField({ environment, value, onChange }: EnvironmentFieldProps) {
  const t = useTranslations("training.form");
  const known = environment.devices.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <ChoiceField
      label={t("device")}
      value={value}
      choices={useWithChosen(known, value)}
      onChange={onChange}
    />
  );
}

/** Where a run is told to beside its own page. */
export function TrackerField({ environment, value, onChange }: EnvironmentFieldProps) {
  const t = useTranslations("training.form");
  const known = environment.trackers.map(({ name, title }) => ({ value: name, text: title }));
  const none = { value: NO_TRACKER, text: t("trackerNone") };
  return (
    <ChoiceField
      label={t("tracker")}
      value={value}
      choices={useWithChosen([none, ...known], value)}
      onChange={onChange}
    />
  );
}
