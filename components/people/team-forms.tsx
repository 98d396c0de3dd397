"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { workIn } from "@/lib/client/people/auth-api";
import { ErrorLine } from "./error-line";
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
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ name: text });
        }}
      >
        <TextField label={t("teamName")} value={text} maxLength={80} required onText={setText} />
        <Button type="submit" waitsFor={text.trim() === name && t("unchanged")}>
          {t("save")}
        </Button>
      </form>
      <ErrorLine error={rename.error} />
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
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ name });
        }}
      >
        <TextField label={t("newTeamName")} value={name} maxLength={80} required onText={setName} />
        <Button type="submit" waitsFor={name.trim() === "" ? t("nameFirst") : make.isPending && t("busy")}>
          {t("makeTeam")}
        </Button>
      </form>
      <ErrorLine error={make.error} />
    </Section>
  );
}
