"use client";

import { useTranslations } from "next-intl";
import type { ClassKind } from "@/lib/contracts/model-manifest";
import { matchClassNames, type NamedClass } from "@/lib/core/datasets/match-class-names";
import { readNameList } from "@/lib/core/datasets/read-name-list";

/** What one class of a file is called, and what it is here. */
export interface ClassNameChoice {
  readonly name: string;
  /** One of ours; null makes a new class. */
  readonly classId: number | null;
  readonly kind: ClassKind;
}

interface KnownClass extends NamedClass {
  readonly displayName: string;
}

interface ClassNamesProps {
  readonly choices: readonly ClassNameChoice[];
  readonly known: readonly KnownClass[];
  readonly onChange: (choices: readonly ClassNameChoice[]) => void;
}

const KINDS: readonly ClassKind[] = ["ingredient", "dish", "leaf"];
const field = "h-9 w-full min-w-0 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11";

/** The file's classes in its order: known ones are matched, others need an answer. A list of names can be pasted. */
export function ClassNames({ choices, known, onChange }: ClassNamesProps) {
  const t = useTranslations("models");
  const waits = useTranslations("waits");
  const set = (index: number, patch: Partial<ClassNameChoice>) =>
    onChange(choices.map((choice, i) => (i === index ? { ...choice, ...patch } : choice)));
  /** Names from one class on, each with its matching class. */
  const fill = (from: number, names: readonly string[]) => {
    const { idByIndex } = matchClassNames(names, known);
    onChange(
      choices.map((choice, i) => {
        const name = names[i - from];
        return name === undefined ? choice : { ...choice, name, classId: idByIndex[i - from] ?? null };
      }),
    );
  };
  const unknown = choices.filter(({ classId }) => classId === null).length;
  return (
    <div className="flex flex-col gap-2">
      <p>
        <span className="font-medium">{t("classesOfFile")}</span>{" "}
        <span className="text-ink-soft">{t("unknownClasses", { count: unknown })}</span>{" "}
        {choices.some(({ name }) => name === "") ? t("pasteNames") : null}
      </p>
      <ul className="flex max-h-96 flex-col gap-1.5 overflow-y-auto pr-1">
        {choices.map(({ name, classId, kind }, index) => {
          const of = { index, name: name || String(index) };
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the network's own order is their identity
              key={index}
              className="grid grid-cols-[2rem_1fr_1fr_auto] items-center gap-2 max-sm:grid-cols-[2rem_1fr]"
            >
              <span className="tabular text-ink-soft text-meta">{index}</span>
              <input
                aria-label={t("classNameOf", of)}
                className={field}
                value={name}
                onChange={(event) => set(index, { name: event.target.value })}
                onBlur={() => {
                  if (classId === null && name !== "") fill(index, [name]);
                }}
                onPaste={(event) => {
                  const names = readNameList(event.clipboardData.getData("text"));
                  if (names.length < 2) return;
                  event.preventDefault();
                  fill(index, names);
                }}
                maxLength={80}
                required
              />
              <select
                aria-label={t("classIs", of)}
                className={`${field} max-sm:col-start-2`}
                value={classId ?? ""}
                onChange={(event) =>
                  set(index, { classId: event.target.value === "" ? null : Number(event.target.value) })
                }
              >
                <option value="">{t("newClass")}</option>
                {known.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.displayName}
                  </option>
                ))}
              </select>
              <select
                aria-label={t("classKind", of)}
                className={`${field} max-sm:col-start-2`}
                value={kind}
                disabled={classId !== null}
                title={classId === null ? undefined : waits("ownKind")}
                onChange={(event) => set(index, { kind: event.target.value as ClassKind })}
              >
                {KINDS.map((one) => (
                  <option key={one} value={one}>
                    {t(`kind.${one}`)}
                  </option>
                ))}
              </select>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
