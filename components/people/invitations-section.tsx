"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { TEAM_ROLES, type TeamRole, teamRoleSchema } from "@/lib/contracts/people";
import { ErrorLine } from "./error-line";
import { InvitationLink } from "./invitation-link";
import type { Team } from "./members-section";
import { RowList } from "./row-list";

const DAYS = 7;

/** Links that let people in: made, copied, shown as a code for a phone, taken back. */
export function InvitationsSection({ team }: { readonly team: Team }) {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [role, setRole] = useState<TeamRole>("editor");
  const { data, error } = useQuery(trpc.people.invitations.list.queryOptions());
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.people.invitations.list.queryKey() });
  const make = useMutation(trpc.people.invitations.make.mutationOptions({ onSuccess }));
  const revoke = useMutation(
    trpc.people.invitations.revoke.mutationOptions({
      onSuccess: () => {
        make.reset();
        return onSuccess();
      },
    }),
  );
  return (
    <Section title={t("invite")} hint={t("inviteHint", { team: team.name, days: DAYS })}>
      <ErrorLine error={error ?? make.error ?? revoke.error} />
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ role, days: DAYS, uses: 1 });
        }}
      >
        <label className="flex flex-col gap-1 font-medium">
          {t("theyMay")}
          <select
            value={role}
            onChange={({ target }) => setRole(teamRoleSchema.parse(target.value))}
            className="h-9 rounded-card border border-line-strong bg-paper px-2 font-normal pointer-coarse:h-11"
          >
            {TEAM_ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`role.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" tone="primary" waitsFor={make.isPending && t("busy")}>
          {t("makeLink")}
        </Button>
      </form>
      {make.data ? <InvitationLink key={make.data.id} token={make.data.token} team={team.name} /> : null}
      <RowList>
        {data?.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <p>
              {t(`role.${one.role}`)} ·{" "}
              {t("until", { day: format.dateTime(new Date(one.expiresAt), { dateStyle: "medium" }) })}
            </p>
            <Button tone="quiet" onClick={() => revoke.mutate({ invitationId: one.id })}>
              {t("takeBack")}
            </Button>
          </li>
        ))}
      </RowList>
    </Section>
  );
}
