"use client";

import { Camera, ImagePlus, Link as LinkIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { shownKey } from "@/lib/client/keys/key-table";

export interface ExamplePicture {
  readonly file: string;
  readonly title: string;
  readonly alt: string;
}

interface FirstVisitProps {
  readonly examples: readonly ExamplePicture[];
  readonly onChoose: () => void;
  readonly onCamera: () => void;
  readonly onUrl: () => void;
  readonly onExample: (example: ExamplePicture) => void;
  /** One line: where detection runs. */
  readonly promise: string;
  /** The model's download, already running. */
  readonly status: ReactNode;
}

/** The page before the first photo: one question, three ways in, three pictures to try, one promise. */
export function FirstVisit(props: FirstVisitProps) {
  const { examples, onChoose, onCamera, onUrl, onExample, promise, status } = props;
  const t = useTranslations("intake");
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col items-center justify-center px-4 py-8 text-center">
      <h1 className="text-balance font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
      <p className="mt-2 max-w-[44ch] text-balance text-ink-soft text-lead">
        <span className="max-sm:hidden">{t("body")}</span>
        <span className="sm:hidden">{t("bodyPhone")}</span>
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-2 max-sm:w-full max-sm:flex-col">
        <Button tone="primary" size="large" onClick={onChoose} aria-keyshortcuts={shownKey("addPhotos")}>
          <ImagePlus aria-hidden />
          {t("choose")}
        </Button>
        <Button size="large" onClick={onCamera}>
          <Camera aria-hidden />
          {t("camera")}
        </Button>
        <Button size="large" onClick={onUrl}>
          <LinkIcon aria-hidden />
          {t("url")}
        </Button>
      </div>
      {examples.length > 0 ? <Examples examples={examples} onExample={onExample} /> : null}
      <div className="mt-8 flex min-h-12 flex-col items-center gap-2 text-ink-soft">
        <p className="text-balance">{promise}</p>
        {status}
      </div>
    </div>
  );
}

function Examples({ examples, onExample }: Pick<FirstVisitProps, "examples" | "onExample">) {
  const t = useTranslations("intake");
  return (
    <section className="mt-10 w-full" aria-labelledby="examples-title">
      <h2 id="examples-title" className="text-ink-soft text-meta">
        {t("examples")}
      </h2>
      <ul className="mt-3 grid grid-cols-3 gap-2 sm:gap-4">
        {examples.map((example) => (
          <li key={example.file}>
            <button
              type="button"
              onClick={() => onExample(example)}
              className="group w-full rounded-card text-left"
              aria-label={t("useExample", { title: example.title })}
            >
              <span className="block aspect-[4/3] overflow-hidden rounded-card border bg-sunken">
                {/* biome-ignore lint/performance/noImgElement: already small WebP, and the page must not wait for a resizer */}
                <img
                  src={`/examples/${example.file}`}
                  alt=""
                  className="size-full object-cover transition-transform duration-150 group-hover:scale-[1.03]"
                />
              </span>
              <span className="mt-1.5 line-clamp-2 px-0.5 font-medium text-meta">{example.title}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
