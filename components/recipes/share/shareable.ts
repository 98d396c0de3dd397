import type { SharedList } from "@/lib/contracts/sharing";

/** What can be shared: a recipe, or a list as it stands now. */
export type Shareable = { readonly title: string } & (
  | { readonly kind: "recipe"; readonly slug: string }
  | { readonly kind: "list"; readonly text: string; readonly list: SharedList }
);
