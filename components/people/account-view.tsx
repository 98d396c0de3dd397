"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/lib/client/api/trpc";
import { BringLink } from "./bring-link";
import { DeleteAccount } from "./delete-account";
import { ErrorLine } from "./error-line";
import { FiguresLink } from "./figures-link";
import { KeysSection } from "./keys-section";
import { NameForm, PasswordForm } from "./own-forms";
import { PasskeysSection } from "./passkeys-section";
import { SessionsSection } from "./sessions-section";
import { TakeoutSection } from "./takeout-section";

/** One person's own: name, password, passkeys, where they are signed in, keys, their data, the end. */
export function AccountView() {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.people.me.queryOptions());
  if (error) return <ErrorLine error={error} />;
  if (!data) return null;
  const hasAccount = data.via !== "local";
  return (
    <>
      {hasAccount ? <NameForm key={data.user.name} name={data.user.name} email={data.user.email} /> : null}
      {hasAccount ? <PasswordForm /> : null}
      {hasAccount ? <PasskeysSection /> : null}
      {hasAccount ? <SessionsSection /> : null}
      {hasAccount ? <KeysSection permissions={data.permissions} /> : null}
      <FiguresLink />
      <TakeoutSection team={data.team} />
      <BringLink />
      {hasAccount ? <DeleteAccount /> : null}
    </>
  );
}
