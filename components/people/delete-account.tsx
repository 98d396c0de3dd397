"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Section } from "@/components/ui/section";
import { noteLeaving } from "@/lib/client/api/session";
import { useTRPC } from "@/lib/client/api/trpc";
import { openAnew } from "@/lib/client/people/auth-api";
import type { Leaving } from "@/lib/contracts/leaving";
import { ErrorLine } from "./error-line";
import { TextField } from "./text-field";

/** Says exactly what goes, asks to type the email, and deletes. */
export function DeleteAccount() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const look = useQuery({ ...trpc.leaving.look.queryOptions(), enabled: isOpen, staleTime: 0 });
  return (
    <Section title={t("deleteAccount")} hint={t("deleteHint")}>
      <Button tone="danger" className="self-start" onClick={() => setIsOpen(true)}>
        {t("deleteOpen")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("deleteAccount")} closeLabel={t("cancel")}>
        <div className="mt-3 flex min-h-0 flex-col gap-3 overflow-y-auto">
          <ErrorLine error={look.error} />
          {look.data ? <Confirm leaving={look.data} /> : null}
        </div>
      </Dialog>
    </Section>
  );
}

function Confirm({ leaving }: { readonly leaving: Leaving }) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const [email, setEmail] = useState("");
  const remove = useMutation(
    trpc.leaving.deleteAccount.mutationOptions({
      onMutate: () => noteLeaving(true),
      onError: () => noteLeaving(false),
      onSuccess: () => openAnew("/sign-in"),
    }),
  );
  const { handOverFirst, isLastAdmin, leaves, goesToo } = leaving;
  if (handOverFirst.length > 0 || isLastAdmin) {
    return (
      <ul className="list-disc pl-5">
        {handOverFirst.map((team) => (
          <li key={team}>{t("handOverFirst", { team })}</li>
        ))}
        {isLastAdmin ? <li>{t("lastAdmin")}</li> : null}
      </ul>
    );
  }
  const counts = [
    "photos",
    "corrections",
    "recipes",
    "plants",
    "pantryFoods",
    "listLines",
    "meals",
    "sessions",
    "keys",
  ] as const;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate({ email });
      }}
    >
      <p>{t("deleteGoes")}</p>
      <ul className="list-disc pl-5">
        {counts
          .filter((one) => leaving[one] > 0)
          .map((one) => (
            <li key={one}>{t(`goes.${one}`, { count: leaving[one] })}</li>
          ))}
        {goesToo.map((team) => (
          <li key={team}>{t("goesTeam", { team })}</li>
        ))}
      </ul>
      {leaves.length > 0 ? <p>{t("deleteStays", { teams: leaves.join(", ") })}</p> : null}
      <TextField
        label={t("typeEmail", { email: leaving.email ?? "" })}
        value={email}
        autoComplete="off"
        onText={setEmail}
      />
      <ErrorLine error={remove.error} />
      <Button
        type="submit"
        tone="danger"
        waitsFor={
          email.trim().toLowerCase() !== leaving.email ? t("typeEmailFirst") : remove.isPending && t("busy")
        }
      >
        {t("deleteForGood")}
      </Button>
    </form>
  );
}
