"use client";

import { useQuery } from "@tanstack/react-query";
import { VerdictView } from "@/components/gate/verdict-view";
import { DetailPage } from "@/components/models/detail-page";
import { PromoteIfPossible } from "@/components/models/promote-button";
import { useTRPC } from "@/lib/client/api/trpc";

export function VerdictPage({ verdictId }: { readonly verdictId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.gate.verdict.queryOptions({ verdictId }));
  return (
    <DetailPage query={query}>
      {(verdict) => (
        <VerdictView verdict={verdict} promote={<PromoteIfPossible modelId={verdict.report.candidateId} />} />
      )}
    </DetailPage>
  );
}
