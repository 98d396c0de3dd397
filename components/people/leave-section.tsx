"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { noteLeaving } from "@/lib/client/api/session";
import { useTRPC } from "@/lib/client/api/trpc";
import { openAnew, workIn } from "@/lib/client/people/auth-api";
import { ErrorLine } from "./error-line";
import type { Team } from "./members-section";
import { OneLineForm } from "./one-line-form";

/** Leaving a team, and handing it over before. What belongs to the team stays there. */
export function LeaveSection({ team, myId }: { readonly team: Team; readonly myId: string }) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const [next, setNext] = useState("");
  const leave = useMutation(
    trpc.people.team.leave.mutationOptions({
      onMutate: () => noteLeaving(true),
      onError: () => noteLeaving(false),
      onSuccess: () => workIn(myId, "/"),
    }),
  );
  const handOver = useMutation(
    trpc.people.team.handOver.mutationOptions({ onSuccess: () => openAnew("/team") }),
  );
  const amAdmin = team.members.some(({ userId, role }) => userId === myId && role === "admin");
  const others = team.members.filter(({ userId }) => userId !== myId);
  return (
    <Section title={t("leaveTitle")} hint={t("leaveHint")}>
      <ErrorLine error={leave.error ?? handOver.error} />
      {amAdmin && others.length > 0 ? (
        <OneLineForm
          submit={t("handOver")}
          waitsFor={!next ? t("chooseFirst") : handOver.isPending && t("busy")}
          onSend={() => handOver.mutate({ userId: next })}
        >
          <label className="flex min-w-0 flex-col gap-1 font-medium">
            {t("handOverTo")}
            <select
              value={next}
              onChange={({ target }) => setNext(target.value)}
              className="h-9 min-w-0 max-w-full rounded-card border border-line-strong bg-paper px-2 font-normal pointer-coarse:h-11"
            >
              <option value="">{t("choose")}</option>
              {others.map(({ userId, name }) => (
                <option key={userId} value={userId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </OneLineForm>
      ) : null}
      <Button className="self-start" onClick={() => leave.mutate()}>
        {t("leave", { team: team.name })}
      </Button>
    </Section>
  );
}
