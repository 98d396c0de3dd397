"use client";

import { ToggleGroup } from "radix-ui";
import { classNames } from "./class-names";

interface ChoiceSwitchProps<Choice extends string> {
  /** What is chosen, for a screen reader. */
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: Choice;
  readonly textOf: (choice: Choice) => string;
  readonly onChange: (choice: Choice) => void;
  readonly className?: string;
}

/** A few choices side by side, of which always one holds. */
export function ChoiceSwitch<Choice extends string>(props: ChoiceSwitchProps<Choice>) {
  const { label, choices, value, textOf, onChange, className } = props;
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      // pressing the one that holds would leave none
      onValueChange={(next) => next && onChange(next as Choice)}
      aria-label={label}
      className={classNames("flex rounded-card border bg-sunken p-0.5", className)}
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice}
          value={choice}
          className="h-8 flex-1 whitespace-nowrap rounded-[8px] px-2 text-meta font-medium text-ink-soft transition-colors hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)] pointer-coarse:h-10"
        >
          {textOf(choice)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
