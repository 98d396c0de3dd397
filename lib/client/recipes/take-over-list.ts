import { z } from "zod";
import { type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { unitSchema } from "@/lib/contracts/recipes";
import { LONGEST_EXTRA, listChangeSchema, listedRecipeSchema } from "@/lib/contracts/shopping";
import { EXTRA_KEY, type ListChange, type ListStep } from "@/lib/core/recipes/shopping/shared-list";
import { shoppingKey } from "@/lib/core/recipes/shopping-list";

/** The list as it was kept in one browser, before a household shared it. */
const keptListSchema = z.object({
  recipes: z.array(
    z.object({
      slug: z.string(),
      title: z.string(),
      servings: z.number(),
      wanted: z.array(
        z.object({
          foodId: z.string(),
          quantity: z.number().nullable(),
          unit: unitSchema.nullable(),
          words: z.string().optional(),
          isDoubtful: z.boolean().optional(),
        }),
      ),
    }),
  ),
  extras: z.array(z.object({ id: z.string(), text: z.string() })),
  ticked: z.array(z.string()),
});

export const KEPT_LIST = "shopping";
const CHANGES = "shopping-taken-over";
/** Below what one change may hold. */
const STEPS_A_CHANGE = 100;

/**
 * The changes that put this browser's old list on the shared one, ticks and all; none where there is no list. Their ids stay the
 * same until `forgetKeptList`, so that a page closed meanwhile, or a second tab, adds nothing twice.
 */
export function keptListChanges(memory: Memory): readonly ListChange[] {
  const waiting = readRemembered(memory, CHANGES, z.array(listChangeSchema), []);
  if (waiting.length > 0) return waiting;
  const kept = readRemembered(memory, KEPT_LIST, keptListSchema, null);
  if (!kept) return [];
  const ticked = new Set(kept.ticked);
  const steps: ListStep[][] = kept.recipes.flatMap((recipe) => {
    const content = listedRecipeSchema.safeParse(recipe);
    // whatever does not fit any more still stands there by its name
    if (!content.success) return [linesOf({ kind: "extra", text: nameOf(recipe.title) }, [])];
    const keys = [...new Set(content.data.wanted.map(shoppingKey))].filter((key) => ticked.has(key));
    return [linesOf({ kind: "recipe", ...content.data }, keys)];
  });
  for (const { id, text } of kept.extras) {
    if (text.trim())
      steps.push(linesOf({ kind: "extra", text: nameOf(text) }, ticked.has(id) ? [EXTRA_KEY] : []));
  }
  const changes = grouped(steps);
  memory.write(CHANGES, JSON.stringify(changes));
  return changes;
}

/** They wait for the server by now: nothing of the old list is needed any more. */
export function forgetKeptList(memory: Memory): void {
  memory.write(KEPT_LIST, "");
  memory.write(CHANGES, "");
}

const nameOf = (text: string) => text.trim().slice(0, LONGEST_EXTRA).trim() || "?";

type Line = readonly ListStep[];

/** A line's id takes the place of its change's until the change is known. */
function linesOf(content: Extract<ListStep, { do: "put" }>["content"], keys: readonly string[]): ListStep[] {
  const id = crypto.randomUUID();
  return [
    { do: "put", id, base: null, content },
    ...keys.map((key): ListStep => ({ do: "tick", key, lines: [{ id, changeId: id }], bought: [] })),
  ];
}

function grouped(lines: readonly Line[]): ListChange[] {
  const groups: Line[][] = [];
  let size = STEPS_A_CHANGE;
  for (const line of lines) {
    // a recipe with all its ticks goes with its line
    if (size + line.length > STEPS_A_CHANGE) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(line);
    size += line.length;
  }
  return groups.map((group) => {
    const id = crypto.randomUUID();
    const list = group
      .flat()
      .map((step) =>
        step.do === "put"
          ? step
          : { ...step, lines: step.lines.map((line) => ({ id: line.id, changeId: id })) },
      );
    return { id, list };
  });
}
