"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DatasetVersion, VersionOrNext, VersionSummary } from "@/lib/contracts/dataset-versions";
import { DiffView } from "./diff-view";
import { FindingsList } from "./findings-list";
import { VersionsHistogram } from "./versions-histogram";
import { VersionsPhotos } from "./versions-photos";
import { GateBadges } from "./versions-section";
import { VersionsSources } from "./versions-sources";

const VIEWS = ["summary", "findings", "changes", "photos"] as const;
type View = (typeof VIEWS)[number];

/** One version: what it holds, what the gate found, what changed since another, its photos. */
export function VersionPage({ number }: { readonly number: number }) {
  const t = useTranslations("versions");
  const trpc = useTRPC();
  const query = useQuery(trpc.versions.get.queryOptions({ number }));
  const all = useQuery(trpc.versions.list.queryOptions());
  const { view, set, against } = useView();
  const version = query.data;
  if (query.isError) return <NotThere error={query.error} />;
  if (!version) return <p role="status">{t("loading")}</p>;
  const others = (all.data ?? []).filter((one) => one.number !== number);
  const views = VIEWS.filter((one) => one !== "changes" || others.length > 0);
  const before = against ?? version.parent ?? others[0]?.number;
  return (
    <>
      <Header title={t("version", { number })} summary={version.summary}>
        <VersionFacts version={version} />
        <VersionPlaces number={number} />
      </Header>
      <Views views={views} chosen={view} onChoose={(next) => set({ view: next })} />
      {view === "summary" ? <Summary summary={version.summary} /> : null}
      {view === "findings" ? <FindingsList of={number} /> : null}
      {view === "changes" && before !== undefined ? (
        <DiffView
          versions={all.data ?? []}
          before={before}
          after={number}
          onBefore={(chosen) => set({ view: "changes", against: String(chosen) })}
        />
      ) : null}
      {view === "photos" ? <VersionsPhotos version={version} /> : null}
    </>
  );
}

/** What would be the next version, as the newest check found it: findings to work through first. */
export function NextVersionPage() {
  const t = useTranslations("versions");
  const trpc = useTRPC();
  const query = useQuery(trpc.versions.check.queryOptions());
  const { view, set } = useView("findings");
  if (query.isError) return <NotThere error={query.error} />;
  if (query.isPending) return <p role="status">{t("loading")}</p>;
  if (!query.data) return <EmptyState title={t("noCheckTitle")} body={t("noCheckBody")} actions={<Back />} />;
  const { summary, version } = query.data;
  return (
    <>
      <Header title={t("next")} summary={summary}>
        <p className="max-w-[70ch] text-ink-soft">
          {version === null ? t("nextExplain") : t("nextIs", { number: version })}
        </p>
      </Header>
      <Views views={["findings", "summary"]} chosen={view} onChoose={(next) => set({ view: next })} />
      {view === "findings" ? (
        <FindingsList of={"next" satisfies VersionOrNext} />
      ) : (
        <Summary summary={summary} />
      )}
    </>
  );
}

function useView(fallback: View = "summary") {
  const path = usePathname();
  const router = useRouter();
  const params = useSearchParams();
  const view = VIEWS.find((one) => one === params.get("view")) ?? fallback;
  const against = Number(params.get("against"));
  return {
    view,
    against: Number.isInteger(against) && against > 0 ? against : undefined,
    set: (values: Readonly<Record<string, string>>) =>
      router.replace(`${path}?${new URLSearchParams({ ...Object.fromEntries(params), ...values })}`, {
        scroll: false,
      }),
  };
}

function Back() {
  const t = useTranslations("versions");
  return (
    <Button asChild>
      <Link href="/studio/data">{t("back")}</Link>
    </Button>
  );
}

function NotThere({ error }: { readonly error: unknown }) {
  const t = useTranslations("versions");
  const sentence = useErrorSentence();
  return <EmptyState title={t("notThere")} body={sentence(toApiError(error))} actions={<Back />} />;
}

interface HeaderProps {
  readonly title: string;
  readonly summary: VersionSummary;
  readonly children: ReactNode;
}

function Header({ title, summary, children }: HeaderProps) {
  const t = useTranslations("versions");
  return (
    <header className="flex flex-col gap-2">
      <Link href="/studio/data" className="self-start text-ink-soft text-meta hover:underline">
        {t("back")}
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{title}</h1>
        <GateBadges summary={summary} />
      </div>
      {children}
    </header>
  );
}

function VersionFacts({ version }: { readonly version: DatasetVersion }) {
  const t = useTranslations("versions");
  const { note, createdAt, manifestSha256, deletedPhotos } = version;
  return (
    <>
      {note ? <p className="max-w-[70ch]">{note}</p> : null}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-meta">
        <time dateTime={createdAt}>{createdAt.slice(0, 16).replace("T", " ")}</time>
        <code title={manifestSha256}>{manifestSha256.slice(0, 12)}</code>
        {deletedPhotos > 0 ? (
          <Badge tone="unsure">{t("deletedSince", { count: deletedPhotos })}</Badge>
        ) : null}
      </p>
    </>
  );
}

/** Pages of their own about a version's photos. */
function VersionPlaces({ number }: { readonly number: number }) {
  const t = useTranslations("versions");
  return (
    <p className="flex flex-wrap gap-2">
      <Button asChild size="small">
        <Link href={`/studio/data/versions/${number}/errors`}>{t("errorsLink")}</Link>
      </Button>
      <Button asChild size="small">
        <Link href={`/studio/data/versions/${number}/browse`}>{t("browseLink")}</Link>
      </Button>
    </p>
  );
}

interface ViewsProps {
  readonly views: readonly View[];
  readonly chosen: View;
  readonly onChoose: (view: View) => void;
}

function Views({ views, chosen, onChoose }: ViewsProps) {
  const t = useTranslations("versions");
  return (
    <nav aria-label={t("views")} className="flex gap-1 overflow-x-auto border-b">
      {views.map((view) => (
        <button
          key={view}
          type="button"
          aria-current={view === chosen ? "page" : undefined}
          onClick={() => onChoose(view)}
          className={classNames(
            "-mb-px h-11 border-b-2 px-3 font-medium",
            view === chosen ? "border-leaf" : "border-transparent text-ink-soft hover:text-ink",
          )}
        >
          {t(`view.${view}`)}
        </button>
      ))}
    </nav>
  );
}

function Summary({ summary }: { readonly summary: VersionSummary }) {
  const t = useTranslations("versions");
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <section className="flex flex-col gap-3">
        <h2 className="font-semibold text-lead">{t("classes")}</h2>
        <VersionsHistogram classes={summary.classes} />
      </section>
      <div className="flex flex-col gap-8">
        <section className="flex flex-col gap-3">
          <h2 className="font-semibold text-lead">{t("photos")}</h2>
          <p className="tabular">{t("counts", { photos: summary.photos, boxes: summary.boxes })}</p>
          <p className="tabular text-ink-soft">{t("splitBar", summary.splits)}</p>
          {summary.heldOut > 0 ? (
            <p className="text-ink-soft">{t("heldOutExplain", { count: summary.heldOut })}</p>
          ) : null}
          {summary.excluded > 0 ? (
            <p className="text-ink-soft">{t("excludedCount", { count: summary.excluded })}</p>
          ) : null}
        </section>
        <section className="flex flex-col gap-3">
          <h2 className="font-semibold text-lead">{t("sources")}</h2>
          <VersionsSources sources={summary.sources} />
        </section>
        <Together summary={summary} />
      </div>
    </div>
  );
}

function Together({ summary }: { readonly summary: VersionSummary }) {
  const t = useTranslations("versions");
  const names = new Map(summary.classes.map(({ id, displayName }) => [id, displayName]));
  const longest = Math.max(1, ...summary.together.map(({ photos }) => photos));
  if (summary.together.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold text-lead">{t("together")}</h2>
      <ul className="flex flex-col gap-1">
        {summary.together.slice(0, 10).map(({ first, second, photos }) => (
          <li
            key={`${first} ${second}`}
            className="grid grid-cols-[minmax(120px,220px)_1fr_auto] items-center gap-2"
          >
            <span className="truncate">
              {names.get(first)} + {names.get(second)}
            </span>
            <span
              aria-hidden
              className="h-3 rounded-small bg-line-strong"
              style={{ width: `${(100 * photos) / longest}%` }}
            />
            <span className="tabular text-ink-soft text-meta">{photos}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
