"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Menu, MenuLink } from "@/components/ui/menu";
import { ThemeMenu } from "./theme-menu";
import { Wordmark } from "./wordmark";

export interface NavigationPlace {
  readonly id: "detect" | "library" | "recipes" | "plants" | "studio";
  readonly href: string;
}

export interface TopBarProps {
  /** Only pages that exist. */
  readonly places: readonly NavigationPlace[];
  /** The model badge. */
  readonly badge?: ReactNode;
  readonly actions?: ReactNode;
}

export function TopBar({ places, badge, actions }: TopBarProps) {
  const t = useTranslations();
  return (
    <header className="print:hidden sticky top-0 z-30 flex h-12 items-center gap-1 border-b bg-paper px-3 max-sm:px-2 sm:gap-2 lg:gap-4 lg:px-4">
      <Link
        href="/"
        aria-label={t("app.name")}
        className="flex items-center rounded-small max-sm:justify-center max-sm:[&_span]:text-[0px] max-sm:[&_span]:gap-0"
      >
        <Wordmark name={t("app.name")} />
      </Link>
      <PlaceNav places={places} />
      <PlaceMenu places={places} />
      <div className="ml-auto flex min-w-0 items-center max-sm:shrink-0 sm:gap-1">
        {badge}
        {actions}
        <ThemeMenu />
      </div>
    </header>
  );
}

const isAt = (href: string, path: string) =>
  // the Studio leads to its first page and is one place with all of them
  href === "/" ? path === "/" : path.startsWith(`/${href.split("/")[1]}`);

function PlaceNav({ places }: Pick<TopBarProps, "places">) {
  const t = useTranslations("shell");
  const path = usePathname();
  return (
    <nav aria-label={t("places")} className="flex min-w-0 max-sm:hidden">
      {places.map(({ id, href }) => (
        <Link
          key={id}
          href={href}
          aria-current={isAt(href, path) ? "page" : undefined}
          className={classNames(
            "relative flex h-12 min-w-11 items-center justify-center px-2 font-medium outline-offset-[-4px] transition-colors lg:px-3",
            isAt(href, path)
              ? "text-ink after:absolute after:inset-x-1 after:bottom-0 after:h-0.5 after:rounded-full after:bg-leaf lg:after:inset-x-3"
              : "text-ink-soft hover:text-ink",
          )}
        >
          {t(id)}
        </Link>
      ))}
    </nav>
  );
}

/** On a phone the places are a list behind one button that names the place one is in: five words have no room there. */
function PlaceMenu({ places }: Pick<TopBarProps, "places">) {
  const t = useTranslations("shell");
  const path = usePathname();
  const here = places.find(({ href }) => isAt(href, path));
  return (
    <nav aria-label={t("places")} className="flex min-w-0 sm:hidden">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={here ? t("placeMenuAt", { place: t(here.id) }) : t("placeMenu")}
            className="flex h-11 min-w-0 items-center gap-1 rounded-card px-2 font-medium hover:bg-sunken"
          >
            <span className="truncate">{here ? t(here.id) : t("placeMenu")}</span>
            <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
          </button>
        }
      >
        {places.map(({ id, href }) => (
          <MenuLink key={id} isCurrent={href === here?.href}>
            <Link href={href} aria-current={href === here?.href ? "page" : undefined}>
              {t(id)}
            </Link>
          </MenuLink>
        ))}
      </Menu>
    </nav>
  );
}
