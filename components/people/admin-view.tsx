"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";
import { RowList } from "./row-list";

/** Everybody with an account: makes admins and links for a new password, and keeps people out. */
export function AdminView() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data, error } = useQuery(trpc.people.admin.list.queryOptions());
  const setAdmin = useMutation(
    trpc.people.admin.setAdmin.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.people.admin.list.queryKey() }),
    }),
  );
  const setDisabled = useMutation(
    trpc.people.admin.setDisabled.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.people.admin.list.queryKey() }),
    }),
  );
  const reset = useMutation(trpc.people.admin.resetLink.mutationOptions());
  const resetFor = data?.find(({ id }) => id === reset.variables?.userId);
  return (
    <Section title={t("everybody")} hint={t("everybodyHint")}>
      <ErrorLine error={error ?? setAdmin.error ?? setDisabled.error ?? reset.error} />
      {reset.data && resetFor ? (
        <p role="status" className="break-all rounded-card bg-sunken p-3">
          {t("resetLinkFor", { name: resetFor.name })}{" "}
          <code>{`${location.origin}/reset#${reset.data.token}`}</code>
        </p>
      ) : null}
      <RowList>
        {data?.map(({ id, name, email, isAdmin, isDisabled }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <div className="min-w-0">
              <p className="font-medium [overflow-wrap:anywhere]">
                {isDisabled ? t("disabledNamed", { name }) : isAdmin ? t("adminNamed", { name }) : name}
              </p>
              <p className="text-ink-soft text-meta [overflow-wrap:anywhere]">{email}</p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Button aria-label={t("resetFor", { name })} onClick={() => reset.mutate({ userId: id })}>
                {t("resetLink")}
              </Button>
              <Button
                tone="quiet"
                aria-label={t(isAdmin ? "unmakeAdmin" : "makeAdmin", { name })}
                onClick={() => setAdmin.mutate({ userId: id, isAdmin: !isAdmin })}
              >
                {t(isAdmin ? "unmakeAdminShort" : "makeAdminShort")}
              </Button>
              <Button
                tone="quiet"
                aria-label={t(isDisabled ? "enable" : "disable", { name })}
                onClick={() => setDisabled.mutate({ userId: id, isDisabled: !isDisabled })}
              >
                {t(isDisabled ? "enableShort" : "disableShort")}
              </Button>
            </div>
          </li>
        ))}
      </RowList>
    </Section>
  );
}
