export interface StudioPlace {
  readonly id: "review" | "data" | "training" | "models" | "monitor";
  readonly href: string;
}

/** Pages of the Studio that are built, in the order of its navigation. */
export const STUDIO_PLACES: readonly StudioPlace[] = [
  { id: "review", href: "/studio/review" },
  { id: "data", href: "/studio/data" },
  { id: "training", href: "/studio/training" },
  { id: "models", href: "/studio/models" },
  { id: "monitor", href: "/studio/monitor" },
];
