import { router } from "./trpc";

/** Every procedure the page can call. A feature adds one line here. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
