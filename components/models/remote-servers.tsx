"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { moment } from "@/components/ui/figures";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { RemoteEndpointState } from "@/lib/contracts/remote-endpoints";

/** Which version the servers of networks elsewhere answer with, for the installation's admin; nothing where none is set. */
export function RemoteServers() {
  const t = useTranslations("remoteServers");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const { data, error, refetch, isFetching } = useQuery({
    ...trpc.detection.endpoints.queryOptions(),
    retry: false,
  });
  const failure = error ? toApiError(error) : undefined;
  if (failure?.code === "request/forbidden") return null;
  if (!failure && (!data || data.endpoints.length === 0)) return null;
  return (
    <Section title={t("title")}>
      {failure ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(failure)}
        </p>
      ) : null}
      <ul className="flex flex-col divide-y divide-line">
        {data?.endpoints.map((endpoint) => (
          <Server key={endpoint.url} endpoint={endpoint} modelId={data.modelId} />
        ))}
      </ul>
      <Button className="mt-2" onClick={() => void refetch()}>
        {isFetching ? t("asking") : t("askAgain")}
      </Button>
    </Section>
  );
}

function Server({ endpoint, modelId }: { readonly endpoint: RemoteEndpointState; readonly modelId: string }) {
  const t = useTranslations("remoteServers");
  const { url, versions, problem, detail, answered, failed, p50Ms, p95Ms, lastFailure } = endpoint;
  return (
    <li className="flex flex-col gap-1 py-2 first:pt-0">
      <p className="break-all font-medium">{url}</p>
      <p className={problem ? "text-tomato-ink" : undefined}>
        {problem ? t(`problem.${problem}`, { model: modelId }) : t("answers", { model: modelId })}
      </p>
      {detail ? <p className="break-words text-ink-soft text-meta">{t("seen", { detail })}</p> : null}
      <p className="tabular text-ink-soft text-meta">
        {versions && versions.length > 0
          ? t("versions", { versions: versions.join(", ") })
          : problem
            ? null
            : t("noVersions")}
      </p>
      <p className="tabular text-ink-soft text-meta">
        {t("figures", { answered, failed })}
        {p50Ms !== null && p95Ms !== null
          ? ` ${t("times", { half: Math.round(p50Ms), most: Math.round(p95Ms) })}`
          : null}
      </p>
      {lastFailure ? (
        <p className="text-ink-soft text-meta">
          {t("lastFailure", { when: moment(lastFailure.at), why: t(`why.${lastFailure.why}`) })}
        </p>
      ) : null}
    </li>
  );
}
