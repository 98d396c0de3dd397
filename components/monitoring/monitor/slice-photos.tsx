"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import { photoImageUrl } from "@/lib/contracts/library";
import type { SlicePhotosInput } from "@/lib/contracts/monitor-page";
import { ErrorText } from "../error-text";

/** The photos of a slice, the worst first, asked for when somebody opens them. */
export function SlicePhotos({ modelId, share, where }: SlicePhotosInput) {
  const t = useTranslations("monitor.slicePhotos");
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useQuery(
    trpc.monitoring.slicePhotos.queryOptions({ modelId, share, where }, { enabled: isOpen }),
  );
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="flex min-h-11 cursor-pointer items-center underline">{t("show")}</summary>
      <ErrorText error={error} />
      {data && data.photos.length === 0 ? <p>{t("none")}</p> : null}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2">
        {data?.photos.map(({ id, bad }, at) => (
          <li key={id}>
            <Link href={`/?photo=${id}`} className="block">
              {/* biome-ignore lint/performance/noImgElement: a stored thumbnail */}
              <img
                src={photoImageUrl(id, "thumb")}
                alt={t(share, { at: at + 1, bad })}
                loading="lazy"
                className="aspect-square w-full rounded-card bg-sunken object-cover"
              />
            </Link>
          </li>
        ))}
      </ul>
      {data && data.all > data.photos.length ? (
        <p className="mt-1 text-meta">{t("more", { shown: data.photos.length, all: data.all })}</p>
      ) : null}
      {data && data.unknown > 0 ? (
        <p className="mt-1 text-meta">{t("unknown", { count: data.unknown })}</p>
      ) : null}
    </details>
  );
}
