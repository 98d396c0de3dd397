"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import type { ClassChoice, FoundClass } from "@/lib/contracts/dataset-import";
import { type ClassKind, classKindSchema } from "@/lib/contracts/model-manifest";

const LEFT_OUT = "left-out";
const NEW = "new";
const KINDS = classKindSchema.options;

/** What is chosen for one name: "" for nothing yet, a class id as text, left out, or a class of its own. */
interface Draft {
  readonly choice: string;
  readonly newName: string;
  readonly kind: ClassKind;
}

const FIELD = "h-9 w-full rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11";

function draftOf({ foreignName, classId, suggestion }: FoundClass): Draft {
  const known = classId === null ? LEFT_OUT : String(classId ?? suggestion ?? "");
  return { choice: known, newName: foreignName.toLowerCase().replaceAll("_", " "), kind: "ingredient" };
}

function toChoice(foreignName: string, { choice, newName, kind }: Draft): ClassChoice | undefined {
  if (choice === LEFT_OUT) return { as: "left-out", foreignName };
  if (choice === NEW)
    return newName.trim() ? { as: "new", foreignName, class: { name: newName, kind } } : undefined;
  return choice === "" ? undefined : { as: "class", foreignName, classId: Number(choice) };
}

/** Whether what is chosen is more than what holds already. */
function isNews({ classId }: FoundClass, { choice }: Draft): boolean {
  return classId === undefined || choice !== (classId === null ? LEFT_OUT : String(classId));
}

export interface ImportClassesDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly classes: readonly FoundClass[];
}

/** What the class names of a set mean here: a class, a new one, or left out. Remembered. */
export function ImportClassesDialog({ open, onOpenChange, classes }: ImportClassesDialogProps) {
  const t = useTranslations("imports");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("dialogTitle")}
      description={t("dialogHint")}
      closeLabel={t("close")}
      width="wide"
    >
      <ClassesForm classes={classes} onSaved={() => onOpenChange(false)} />
    </Dialog>
  );
}

function ClassesForm({
  classes,
  onSaved,
}: {
  readonly classes: readonly FoundClass[];
  readonly onSaved: () => void;
}) {
  const t = useTranslations("imports");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sentence = useErrorSentence();
  const known = useQuery(trpc.classes.list.queryOptions());
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const save = useMutation(
    trpc.imports.saveChoices.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.imports.knownClasses.queryKey() });
        await queries.invalidateQueries({ queryKey: trpc.classes.list.queryKey() });
        onSaved();
      },
    }),
  );
  // what needs an answer first
  const sorted = classes.toSorted(
    (a, b) => Number(a.classId !== undefined) - Number(b.classId !== undefined) || b.boxes - a.boxes,
  );
  const rows = sorted.map((found) => ({ found, draft: drafts.get(found.foreignName) ?? draftOf(found) }));
  const choices = rows
    .filter(({ found, draft }) => isNews(found, draft))
    .map(({ found, draft }) => toChoice(found.foreignName, draft));
  const missing = choices.filter((choice) => choice === undefined).length;
  const standing = (known.data ?? []).filter(({ mergedInto }) => mergedInto === null);
  return (
    <form
      className="mt-3 flex min-h-0 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ choices: choices.filter((choice) => choice !== undefined) });
      }}
    >
      <ul className="flex min-h-0 flex-col divide-y overflow-y-auto">
        {rows.map(({ found, draft }) => (
          <ClassRow
            key={found.foreignName}
            found={found}
            draft={draft}
            classes={standing}
            onChange={(next) => setDrafts(new Map(drafts).set(found.foreignName, next))}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          tone="primary"
          waitsFor={missing > 0 ? waits("classes", { count: missing }) : save.isPending && waits("busy")}
        >
          {save.isPending ? t("saving") : t("save")}
        </Button>
        {missing > 0 ? <p className="text-ink-soft">{t("missing", { count: missing })}</p> : null}
        {save.error ? (
          <p role="alert" className="text-tomato-ink">
            {sentence(toApiError(save.error))}
          </p>
        ) : null}
      </div>
    </form>
  );
}

interface ClassRowProps {
  readonly found: FoundClass;
  readonly draft: Draft;
  readonly classes: readonly DatasetClass[];
  readonly onChange: (draft: Draft) => void;
}

function ClassRow({ found, draft, classes, onChange }: ClassRowProps) {
  const t = useTranslations("imports");
  const id = useId();
  const { foreignName, boxes } = found;
  return (
    <li className="grid gap-2 py-2 sm:grid-cols-[1fr_1.4fr] sm:items-center">
      <label htmlFor={id} className="min-w-0 break-words">
        {t("foreign", { name: foreignName, boxes })}
      </label>
      <div className="flex flex-col gap-2">
        <select
          id={id}
          value={draft.choice}
          onChange={({ target }) => onChange({ ...draft, choice: target.value })}
          className={FIELD}
        >
          <option value="">{t("choose")}</option>
          <option value={NEW}>{t("newClass")}</option>
          <option value={LEFT_OUT}>{t("leaveOut")}</option>
          <optgroup label={t("existing")}>
            {classes.map((one) => (
              <option key={one.id} value={one.id}>
                {one.displayName}
              </option>
            ))}
          </optgroup>
        </select>
        {draft.choice === NEW ? (
          <div className="flex gap-2">
            <input
              aria-label={t("newName")}
              value={draft.newName}
              maxLength={80}
              onChange={({ target }) => onChange({ ...draft, newName: target.value })}
              className={FIELD}
            />
            <select
              aria-label={t("kind")}
              value={draft.kind}
              onChange={({ target }) => onChange({ ...draft, kind: classKindSchema.parse(target.value) })}
              className={`${FIELD} max-w-36`}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </select>
          </div>
        ) : null}
      </div>
    </li>
  );
}
