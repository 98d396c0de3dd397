import { type InputHTMLAttributes, type ReactNode, useId } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  /** Given the ids that tie it to label, hint and problem. */
  readonly children: (ids: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
}

export const INPUT =
  "h-9 w-full rounded-card border border-line-strong bg-raised px-3 text-ink pointer-coarse:h-11 aria-invalid:border-tomato";

/** A labelled field with its hint and what is wrong with it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": `${id}-about`, "aria-invalid": problem !== undefined })}
      <p id={`${id}-about`} className="text-meta text-ink-soft">
        {problem ? <span className="text-tomato-ink">{problem}</span> : hint}
      </p>
    </div>
  );
}

type Named = Omit<FieldProps, "children">;

interface TextFieldProps
  extends Named,
    Pick<InputHTMLAttributes<HTMLInputElement>, "inputMode" | "maxLength" | "placeholder"> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One line of text or a number as it is typed. */
export function TextField({ label, hint, problem, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => (
        <input {...ids} {...input} className={INPUT} onChange={({ target }) => onChange(target.value)} />
      )}
    </Field>
  );
}

interface ChoiceFieldProps<T extends string | number> extends Named {
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, in a list that opens. */
export function ChoiceField<T extends string | number>(props: ChoiceFieldProps<T>) {
  const { label, hint, problem, value, choices, onChange } = props;
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => (
        <select
          {...ids}
          className={INPUT}
          value={value}
          onChange={({ target }) => {
            const chosen = choices[target.selectedIndex];
            if (chosen) onChange(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
