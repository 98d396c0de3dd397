"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { STUDIO_PLACES } from "./studio-places";

/** The Studio's own places, one line under the top bar. */
export function StudioNav() {
  const t = useTranslations("studio");
  const path = usePathname();
  return (
    <nav
      aria-label={t("places")}
      className="print:hidden flex gap-1 overflow-x-auto border-b px-2 [scrollbar-width:none] lg:px-4"
    >
      {STUDIO_PLACES.map(({ id, href }) => {
        const isHere = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={id}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={classNames(
              "relative flex h-11 shrink-0 items-center px-3 outline-offset-[-4px] transition-colors",
              isHere
                ? "font-medium text-ink after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:rounded-full after:bg-leaf"
                : "text-ink-soft hover:text-ink",
            )}
          >
            {t(id)}
          </Link>
        );
      })}
    </nav>
  );
}
