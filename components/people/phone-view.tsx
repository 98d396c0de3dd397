"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { QrCode } from "@/components/ui/qr-code";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";
import { PairingSection } from "./pairing-section";

/** How a phone comes to this Forage: the network, the certificate, the sign-in. */
export function PhoneView() {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.people.pairing.places.queryOptions());
  const [chosen, setChosen] = useState(0);
  if (error) return <ErrorLine error={error} />;
  if (!data) return null;
  const place = data.places[chosen] ?? data.places[0];
  if (!place) return <HowToBegin />;
  const { origin, certificatePage } = place;
  return (
    <>
      {data.places.length > 1 ? (
        <AddressChoice origins={data.places.map((one) => one.origin)} onChoose={setChosen} />
      ) : null}
      {certificatePage ? <TrustSection page={certificatePage} fingerprint={data.fingerprint ?? ""} /> : null}
      <PairingSection origin={origin} isSecond={certificatePage !== null} />
    </>
  );
}

function HowToBegin() {
  const t = useTranslations("people.phone");
  return (
    <Section title={t("aloneTitle")}>
      <p>{t("aloneText")}</p>
      <code className="select-all rounded-card bg-sunken p-3">npm start -- --lan</code>
      <p className="text-ink-soft">{t("aloneThen")}</p>
    </Section>
  );
}

interface AddressChoiceProps {
  readonly origins: readonly string[];
  readonly onChoose: (index: number) => void;
}

/** A computer in several networks: the phone is in one of them. */
function AddressChoice({ origins, onChoose }: AddressChoiceProps) {
  const t = useTranslations("people.phone");
  return (
    <label className="flex max-w-sm flex-col gap-1 font-medium">
      {t("address")}
      <select
        onChange={({ target }) => onChoose(target.selectedIndex)}
        className="h-9 rounded-card border border-line-strong bg-paper px-2 font-normal pointer-coarse:h-11"
      >
        {origins.map((origin) => (
          <option key={origin}>{origin}</option>
        ))}
      </select>
    </label>
  );
}

function TrustSection({ page, fingerprint }: { readonly page: string; readonly fingerprint: string }) {
  const t = useTranslations("people.phone");
  return (
    <Section title={t("trustTitle")} hint={t("trustText")}>
      <div className="flex flex-wrap items-start gap-5">
        <QrCode text={page} label={t("trustCode")} />
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-3">
          <p className="select-all break-all font-medium text-lead">{page}</p>
          <p className="text-ink-soft">{t("fingerprint")}</p>
          <Fingerprint text={fingerprint} />
        </div>
      </div>
    </Section>
  );
}

/** Broken between bytes, as it is compared. */
function Fingerprint({ text }: { readonly text: string }) {
  return (
    <code className="rounded-card bg-sunken p-3 text-meta">
      {text.split(/(?<=:)/).map((byte, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bytes repeat and never move
        <Fragment key={at}>
          {byte}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
