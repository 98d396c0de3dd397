"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { workIn } from "@/lib/client/people/auth-api";
import { OneLineForm } from "./one-line-form";
import { TextField } from "./text-field";

export function RenameTeam({ name }: { readonly name: string }) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState(name);
  const rename = useMutation(
    trpc.people.team.rename.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.people.pathKey() }),
    }),
  );
  return (
    <Section title={t("renameTeam")}>
      <OneLineForm
        submit={t("save")}
        waitsFor={text.trim() === name ? t("unchanged") : rename.isPending && t("busy")}
        onSend={() => rename.mutate({ name: text })}
        error={rename.error}
      >
        <TextField label={t("teamName")} value={text} maxLength={80} required onText={setText} />
      </OneLineForm>
    </Section>
  );
}

/** A household or a company: with a pantry, lists, photos and recipes of its own. */
export function NewTeamSection() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const make = useMutation(
    trpc.people.team.make.mutationOptions({
      onSuccess: ({ id }) => workIn(id, "/team"),
    }),
  );
  return (
    <Section title={t("newTeam")} hint={t("newTeamHint")}>
      <OneLineForm
        submit={t("makeTeam")}
        waitsFor={name.trim() === "" ? t("nameFirst") : make.isPending && t("busy")}
        onSend={() => make.mutate({ name })}
        error={make.error}
      >
        <TextField label={t("newTeamName")} value={name} maxLength={80} required onText={setName} />
      </OneLineForm>
    </Section>
  );
}
