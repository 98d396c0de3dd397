import type { Metadata } from "next";
import { ModelView } from "@/components/models/model-view";

interface PageProps {
  readonly params: Promise<{ name: string; version: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { name, version } = await params;
  return { title: `${name}/${version}` };
}

export default async function Page({ params }: PageProps) {
  const { name, version } = await params;
  return (
    <main id="main" className="flex flex-1 flex-col">
      <ModelView modelId={`${name}/${version}`} />
    </main>
  );
}
