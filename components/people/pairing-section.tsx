"use client";

import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { QrCode } from "@/components/ui/qr-code";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";

/** How often the page asks whether the phone is in, while a code is shown. */
const ASK_MS = 2_000;

interface PairingSectionProps {
  /** Where the phone finds this Forage. */
  readonly origin: string;
  /** The certificate comes first. */
  readonly isSecond: boolean;
}

/** A code that signs one phone in, as text and for its camera, until it is used or has ended. */
export function PairingSection({ origin, isSecond }: PairingSectionProps) {
  const t = useTranslations("people.phone");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const start = useMutation(trpc.people.pairing.start.mutationOptions());
  const end = useMutation(trpc.people.pairing.end.mutationOptions());
  const state = useQuery({
    ...trpc.people.pairing.state.queryOptions(start.data ? { pairingId: start.data.id } : skipToken),
    refetchInterval: ({ state: { data } }) => (data && data.state !== "waiting" ? false : ASK_MS),
  });
  const now = state.data?.state ?? "waiting";
  const isShown = start.data !== undefined && now === "waiting";
  return (
    <Section title={t(isSecond ? "signInSecondTitle" : "signInTitle")} hint={t("signInText")}>
      <ErrorLine error={start.error ?? end.error ?? state.error} />
      {isShown ? <ShownCode origin={origin} code={start.data.code} expiresAt={start.data.expiresAt} /> : null}
      <div role="status">
        {now === "gone" && start.data ? <p>{t("ended")}</p> : null}
        {state.data?.state === "paired" ? <Paired name={state.data.name} /> : null}
      </div>
      {isShown ? (
        <Button
          className="self-start"
          tone="quiet"
          waitsFor={end.isPending && waits("busy")}
          onClick={() => end.mutate(undefined, { onSuccess: () => state.refetch() })}
        >
          {t("takeBack")}
        </Button>
      ) : (
        <Button
          className="self-start"
          tone="primary"
          waitsFor={start.isPending && waits("busy")}
          onClick={() => start.mutate()}
        >
          {t(start.data ? "makeAnother" : "make")}
        </Button>
      )}
    </Section>
  );
}

interface ShownCodeProps {
  readonly origin: string;
  readonly code: string;
  readonly expiresAt: string;
}

/** In halves, as people read it out. */
const inHalves = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`;

function ShownCode({ origin, code, expiresAt }: ShownCodeProps) {
  const t = useTranslations("people.phone");
  const format = useFormatter();
  return (
    <div className="flex flex-wrap items-start gap-5">
      {/* after #, which no request and no log has */}
      <QrCode text={`${origin}/pair#${code}`} label={t("pairCode")} />
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-3">
        <p className="text-ink-soft">{t("scan")}</p>
        <p className="select-all break-all font-medium text-lead">{origin}/pair</p>
        <p>
          <span className="sr-only">{t("code")}: </span>
          <output className="select-all font-mono font-semibold text-display tracking-wider">
            {inHalves(code)}
          </output>
        </p>
        <p className="text-ink-soft">
          {t("validUntil", { time: format.dateTime(new Date(expiresAt), { timeStyle: "short" }) })}
        </p>
      </div>
    </div>
  );
}

function Paired({ name }: { readonly name: string }) {
  const t = useTranslations("people.phone");
  return (
    <p>
      <span className="font-medium">{t("paired", { name })}</span>{" "}
      <Link href="/account" className="underline pointer-coarse:inline-block pointer-coarse:py-3">
        {t("pairedLink")}
      </Link>
    </p>
  );
}
