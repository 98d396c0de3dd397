import { ArrowLeft } from "lucide-react";
import Link from "next/link";

interface PageHeadingProps {
  /** Where the page belongs, and what that place is called. */
  readonly back: { readonly href: string; readonly text: string };
  readonly title: string;
  readonly intro: string;
}

/** The top of a page beneath the recipes: the way back, its title, and what it is for. */
export function PageHeading({ back, title, intro }: PageHeadingProps) {
  return (
    <header>
      <Link
        href={back.href}
        className="mb-3 inline-flex items-center gap-1.5 font-medium text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {back.text}
      </Link>
      <h1 className="text-display font-semibold tracking-[-0.01em]">{title}</h1>
      <p className="max-w-[64ch] text-pretty text-ink-soft">{intro}</p>
    </header>
  );
}
