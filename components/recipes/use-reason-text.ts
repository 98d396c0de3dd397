"use client";

import { useTranslations } from "next-intl";
import type { PersonalReason } from "@/lib/core/recipes/personal";

/** Says why a recipe stands where it does for this person. */
export function useReasonText(): (reason: PersonalReason, foodName: (id: string) => string) => string {
  const t = useTranslations("recipes.reasons");
  return (reason, foodName) => {
    switch (reason.kind) {
      case "disliked-food":
        return t("disliked-food", { food: foodName(reason.foodId) });
      case "cooked-often":
        return t("cooked-often", { times: reason.times });
      case "cooked-lately":
        return t("cooked-lately", { days: reason.daysAgo });
      case "household":
        return t("household", { people: reason.people });
      case "demanding":
        return t(reason.points > 0 ? "demandingKeen" : "demandingNew");
      default:
        return t(reason.kind);
    }
  };
}
