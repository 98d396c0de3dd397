import { recipesRouter } from "@/server/recipes/router";
import { router } from "./trpc";

/** Every procedure the page can call. A feature adds one line here. */
export const appRouter = router({
  recipes: recipesRouter,
});

export type AppRouter = typeof appRouter;
