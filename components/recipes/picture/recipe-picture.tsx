"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { RecipePicture as Picture } from "@/lib/contracts/recipe-pictures";
import { pictureAddress } from "@/lib/contracts/recipe-pictures";
import type { RecipePage } from "@/lib/contracts/recipes";
import { OwnPicture } from "./own-picture";
import { useFetchAgain } from "./use-picture-changes";

/** The picture of an own recipe, whose it is, and what its owner may do with it. */
export function RecipePicture({ page }: { readonly page: RecipePage }) {
  const trpc = useTRPC();
  const { slug, title } = page.recipe;
  const asked = trpc.recipes.picture.queryOptions({ slug });
  // what came with the page may be older than an answer that is there already
  const { data: picture } = useQuery({ ...asked, initialData: page.picture, staleTime: 0 });
  return (
    <section className="flex flex-col gap-2">
      {picture?.state === "kept" ? <Kept slug={slug} title={title} picture={picture} /> : null}
      {picture && picture.state !== "kept" ? <NotThere slug={slug} picture={picture} /> : null}
      <OwnPicture slug={slug} picture={picture ?? null} />
    </section>
  );
}

function Kept({
  slug,
  title,
  picture,
}: {
  readonly slug: string;
  readonly title: string;
  readonly picture: Picture;
}) {
  const t = useTranslations("recipes.picture");
  return (
    <figure className="flex flex-col gap-1">
      {/* biome-ignore lint/performance/noImgElement: stored at the size it is shown at */}
      <img
        src={pictureAddress(slug, picture.id, "full")}
        alt={t("alt", { title })}
        width={picture.width ?? undefined}
        height={picture.height ?? undefined}
        className="max-h-[420px] w-full rounded-card bg-sunken object-cover print:max-h-[240px] print:w-auto"
      />
      <PictureCredit url={picture.creditUrl} />
    </figure>
  );
}

/** Site and address that a picture comes from; nothing for a person's own. */
export function PictureCredit({ url }: { readonly url: string | null }) {
  const t = useTranslations("recipes.picture");
  if (url === null || !URL.canParse(url)) return null;
  return (
    <figcaption className="text-meta text-ink-soft">
      <a
        href={url}
        rel="noreferrer"
        className="underline pointer-coarse:inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center"
      >
        {t("credit", { host: new URL(url).hostname })}
      </a>
    </figcaption>
  );
}

function NotThere({ slug, picture }: { readonly slug: string; readonly picture: Picture }) {
  const t = useTranslations("recipes.picture");
  const waits = useTranslations("waits");
  const sentence = useErrorSentence();
  const again = useFetchAgain();
  if (picture.state === "waiting")
    return (
      <p role="status" className="rounded-card bg-sunken px-3 py-2 text-ink-soft print:hidden">
        {t("waiting")}
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-card bg-saffron-wash px-3 py-2 text-saffron-ink print:hidden">
      <p className="min-w-0 flex-1 basis-64">
        {t("failed")} {picture.problem ? sentence(picture.problem) : null}
      </p>
      <Button size="small" waitsFor={again.isPending && waits("busy")} onClick={() => again.mutate({ slug })}>
        {t("again")}
      </Button>
      {again.isError ? <p role="alert">{again.error.message}</p> : null}
    </div>
  );
}
