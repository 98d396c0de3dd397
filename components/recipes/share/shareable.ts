import type { SharedList } from "@/lib/contracts/sharing";

/** What can be shared: a recipe, a list as it stands now, or the week that holds a day. */
export type Shareable = { readonly title: string } & (
  | { readonly kind: "recipe"; readonly slug: string }
  | { readonly kind: "list"; readonly text: string; readonly list: SharedList }
  | { readonly kind: "week"; readonly day: string }
);
