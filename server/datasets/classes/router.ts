import {
  addClassInputSchema,
  mergeClassInputSchema,
  renameClassInputSchema,
  unmergeClassInputSchema,
} from "@/lib/contracts/dataset-classes";
import { procedure, router } from "@/server/api/trpc";
import { addClass, listClasses, mergeClass, renameClass, unmergeClass } from "./classes";

export const classesRouter = router({
  list: procedure("datasets:read").query(() => listClasses()),
  add: procedure("datasets:write")
    .input(addClassInputSchema)
    .mutation(({ input }) => addClass(input)),
  // classes are every team's: what changes the meaning of one is for who keeps the installation
  merge: procedure("settings:write")
    .input(mergeClassInputSchema)
    .mutation(({ input }) => mergeClass(input.classId, input.intoId)),
  unmerge: procedure("settings:write")
    .input(unmergeClassInputSchema)
    .mutation(({ input }) => unmergeClass(input.classId)),
  rename: procedure("settings:write")
    .input(renameClassInputSchema)
    .mutation(({ input }) => renameClass(input)),
});
