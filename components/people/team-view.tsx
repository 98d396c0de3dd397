"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";
import { InvitationsSection } from "./invitations-section";
import { LeaveSection } from "./leave-section";
import { MembersSection } from "./members-section";
import { NewTeamSection, RenameTeam } from "./team-forms";
import { UsageSection } from "./usage-section";

/** The team one works in: who is in it, who may come, its name, and a new one. */
export function TeamView() {
  const trpc = useTRPC();
  const me = useQuery(trpc.people.me.queryOptions());
  const team = useQuery(trpc.people.team.get.queryOptions());
  if (me.error ?? team.error) return <ErrorLine error={me.error ?? team.error} />;
  if (!me.data || !team.data) return null;
  const mayChange = me.data.permissions.includes("team:write");
  return (
    <>
      <MembersSection team={team.data} myId={me.data.user.id} mayChange={mayChange} />
      {mayChange ? <InvitationsSection team={team.data} /> : null}
      {mayChange ? <RenameTeam key={team.data.name} name={team.data.name} /> : null}
      {team.data.isPersonal ? null : <LeaveSection team={team.data} myId={me.data.user.id} />}
      <UsageSection />
      <NewTeamSection />
    </>
  );
}
