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
  merge: procedure("datasets:write")
    .input(mergeClassInputSchema)
    .mutation(({ input }) => mergeClass(input.classId, input.intoId)),
  unmerge: procedure("datasets:write")
    .input(unmergeClassInputSchema)
    .mutation(({ input }) => unmergeClass(input.classId)),
  rename: procedure("datasets:write")
    .input(renameClassInputSchema)
    .mutation(({ input }) => renameClass(input)),
});
