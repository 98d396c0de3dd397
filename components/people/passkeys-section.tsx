"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { addPasskey, type PasskeyUse, passkeyUse } from "@/lib/client/people/passkeys";
import { PASSKEY_NAME_LENGTH } from "@/lib/contracts/passkeys";
import { browserName } from "./browser-name";
import { ErrorLine } from "./error-line";
import { OneLineForm } from "./one-line-form";
import { RowList } from "./row-list";
import { TextField } from "./text-field";

/** Devices that sign in without a password: made, named, removed. */
export function PasskeysSection() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [use, setUse] = useState<PasskeyUse>();
  const [name, setName] = useState("");
  useEffect(() => {
    setUse(passkeyUse(location.hostname));
    setName(browserName(navigator.userAgent) ?? "");
  }, []);
  const { data, error } = useQuery(trpc.people.passkeys.list.queryOptions());
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.people.passkeys.list.queryKey() });
  const add = useMutation({ mutationFn: addPasskey, onSuccess });
  const rename = useMutation(trpc.people.passkeys.rename.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.people.passkeys.remove.mutationOptions({ onSuccess }));
  return (
    <Section title={t("passkeys")} hint={t("passkeysHint")}>
      <ErrorLine error={error ?? rename.error ?? remove.error} />
      {data?.length === 0 ? <p className="text-ink-soft">{t("noPasskeys")}</p> : null}
      <RowList>
        {data?.map((passkey) => (
          <Passkey
            key={passkey.id}
            {...passkey}
            onRename={(to) => rename.mutate({ passkeyId: passkey.id, name: to })}
            onRemove={() => remove.mutate({ passkeyId: passkey.id })}
          />
        ))}
      </RowList>
      {use === "works" ? (
        <OneLineForm
          submit={t("addPasskey")}
          waitsFor={name.trim() === "" ? t("nameFirst") : add.isPending && t("passkeyWaits")}
          onSend={() => add.mutate(name)}
          error={add.error}
        >
          <TextField
            label={t("passkeyName")}
            value={name}
            maxLength={PASSKEY_NAME_LENGTH}
            required
            onText={setName}
          />
        </OneLineForm>
      ) : null}
      {use === "needs-name" ? <p className="text-ink-soft">{t("passkeyNeedsName")}</p> : null}
      {use === "no-device" ? <p className="text-ink-soft">{t("passkeyNoDevice")}</p> : null}
    </Section>
  );
}

interface PasskeyProps {
  readonly name: string;
  readonly createdAt: string;
  readonly isSynced: boolean;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

function Passkey({ name, createdAt, isSynced, onRename, onRemove }: PasskeyProps) {
  const t = useTranslations("people");
  const format = useFormatter();
  const [text, setText] = useState<string | null>(null);
  if (text !== null)
    return (
      <li className="py-2">
        <OneLineForm
          submit={t("save")}
          waitsFor={text.trim() === "" && t("nameFirst")}
          onSend={() => {
            onRename(text);
            setText(null);
          }}
          beside={
            <Button tone="quiet" onClick={() => setText(null)}>
              {t("cancel")}
            </Button>
          }
        >
          <TextField
            label={t("newNameOf", { name })}
            value={text}
            maxLength={PASSKEY_NAME_LENGTH}
            required
            onText={setText}
          />
        </OneLineForm>
      </li>
    );
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2">
      <div>
        <p className="font-medium">{name}</p>
        <p className="text-ink-soft text-meta">
          {t("passkeySince", { day: format.dateTime(new Date(createdAt), { dateStyle: "medium" }) })}
          {isSynced ? ` · ${t("passkeySynced")}` : ""}
        </p>
      </div>
      <span className="flex gap-2">
        <Button tone="quiet" aria-label={t("renameNamed", { name })} onClick={() => setText(name)}>
          {t("rename")}
        </Button>
        <Button aria-label={t("removeNamed", { name })} onClick={onRemove}>
          {t("remove")}
        </Button>
      </span>
    </li>
  );
}
