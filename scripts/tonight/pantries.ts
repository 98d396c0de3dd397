import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { projectRoot } from "@/server/storage/project-root";
import type { AskedKitchen } from "./measure";

const drawnPantrySchema = z.object({
  /** Where its things appear together: recipes, which name foods, or photos, which show classes. */
  from: z.enum(["recipes", "photos"]),
  names: z.array(z.string()).min(1),
});
export type DrawnPantry = z.infer<typeof drawnPantrySchema>;

/** The kitchens that are always asked about, as they were drawn once. */
export async function readDrawnPantries(): Promise<DrawnPantry[]> {
  const file = path.join(projectRoot(), "scripts", "tonight", "pantries.json");
  return z.array(drawnPantrySchema).parse(JSON.parse(await readFile(file, "utf8")));
}

/** Each drawn pantry as a kitchen, with how many things were named. Names without a food give nothing. */
export function kitchensOf(drawn: readonly DrawnPantry[], vocabulary: Vocabulary) {
  return drawn.map(({ from, names }) => {
    const foods = names.flatMap((name) =>
      from === "photos"
        ? (vocabulary.byClass.get(name) ?? []).map((food) => food.id)
        : vocabulary.byId.has(name)
          ? [name]
          : [],
    );
    const kitchen: AskedKitchen = { name: names.join(", "), foods: [...new Set(foods)] };
    return { from, size: names.length, kitchen };
  });
}
