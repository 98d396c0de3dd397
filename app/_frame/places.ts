import type { NavigationPlace } from "@/components/shell/top-bar";

/** Places that are built, in the order of the top bar. */
export const PLACES: readonly NavigationPlace[] = [
  { id: "detect", href: "/" },
  { id: "library", href: "/library" },
  { id: "recipes", href: "/recipes" },
  { id: "plants", href: "/plants" },
  { id: "studio", href: "/studio/data" },
];
