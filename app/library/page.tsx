import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LibraryView } from "@/components/library/library-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("library");
  return { title: t("title") };
}

export default function Page() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <LibraryView />
    </main>
  );
}
