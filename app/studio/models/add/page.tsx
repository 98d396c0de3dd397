import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddModel } from "@/components/models/add-model";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("bring") };
}

export default function Page() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <AddModel />
    </main>
  );
}
