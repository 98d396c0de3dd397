import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { forbiddenReasons, readCourses, readForbiddenFirst } from "@/server/recipes/catalogue/measures";
import type { AbsurdCheck } from "./measure";

/** The catalogue's list of kitchens and first suggestions that no person would understand. */
export async function readAbsurdCheck(vocabulary: Vocabulary): Promise<AbsurdCheck> {
  const context = { pairs: await readForbiddenFirst(), courses: await readCourses(), vocabulary };
  return (foods, recipe) => forbiddenReasons(foods, recipe, context);
}
