import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RunView } from "@/components/training/run-view";
import { runInputSchema } from "@/lib/contracts/training";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("training");
  return { title: t("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const parsed = runInputSchema.safeParse({ runId: (await params).id });
  if (!parsed.success) notFound();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <RunView runId={parsed.data.runId} />
    </main>
  );
}
