import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ApiOperations } from "@/components/api-docs/api-operations";
import { apiOperations } from "@/lib/contracts/openapi-operations";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apiDocs");
  return { title: t("title") };
}

export default async function Page() {
  const t = await getTranslations("apiDocs");
  const asked = await headers();
  const protocol = asked.get("x-forwarded-proto") ?? "http";
  const origin = `${protocol}://${asked.get("host") ?? "127.0.0.1:3000"}`;
  return (
    <main id="main" className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-4 px-4 py-6 lg:py-8">
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
      <p className="max-w-2xl">
        {t("about")}{" "}
        <a href="/api/v1/openapi" className="underline pointer-coarse:inline-block pointer-coarse:py-3">
          {t("document")}
        </a>
      </p>
      <ApiOperations operations={apiOperations()} origin={origin} />
    </main>
  );
}
