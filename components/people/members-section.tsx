"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { type ApiOutputs, useTRPC } from "@/lib/client/api/trpc";
import { TEAM_ROLES, teamRoleSchema } from "@/lib/contracts/people";
import { ErrorLine } from "./error-line";
import { RowList } from "./row-list";

export type Team = ApiOutputs["people"]["team"]["get"];

interface MembersSectionProps {
  readonly team: Team;
  readonly myId: string;
  readonly mayChange: boolean;
}

/** Everybody in the team with their role. */
export function MembersSection({ team, myId, mayChange }: MembersSectionProps) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
  const setRole = useMutation(trpc.people.team.setRole.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.people.team.remove.mutationOptions({ onSuccess }));
  return (
    <Section title={team.name} hint={t(team.isPersonal ? "personalHint" : "teamHint")}>
      <ErrorLine error={setRole.error ?? remove.error} />
      <RowList>
        {team.members.map(({ userId, name, email, role }) => (
          <li key={userId} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <div className="min-w-0">
              <p className="font-medium [overflow-wrap:anywhere]">
                {userId === myId ? t("meNamed", { name }) : name}
              </p>
              {email ? <p className="text-ink-soft text-meta [overflow-wrap:anywhere]">{email}</p> : null}
            </div>
            {mayChange && userId !== myId ? (
              <div className="flex gap-2">
                <select
                  aria-label={t("roleOf", { name })}
                  value={role}
                  onChange={({ target }) =>
                    setRole.mutate({ userId, role: teamRoleSchema.parse(target.value) })
                  }
                  className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
                >
                  {TEAM_ROLES.map((one) => (
                    <option key={one} value={one}>
                      {t(`role.${one}`)}
                    </option>
                  ))}
                </select>
                <Button
                  tone="quiet"
                  aria-label={t("removeNamed", { name })}
                  onClick={() => remove.mutate({ userId })}
                >
                  {t("remove")}
                </Button>
              </div>
            ) : (
              <p className="text-ink-soft">{t(`role.${role}`)}</p>
            )}
          </li>
        ))}
      </RowList>
      {mayChange ? <p className="text-ink-soft text-meta">{t("rolesMean")}</p> : null}
    </Section>
  );
}
