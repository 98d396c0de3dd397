import { libraryListInputSchema, photoIdInputSchema } from "@/lib/contracts/library";
import { procedure, router } from "@/server/api/trpc";
import { deletePhoto } from "@/server/photos/service";
import { getEntry, listLibrary } from "./service";

export const libraryRouter = router({
  list: procedure("photos:read")
    .input(libraryListInputSchema)
    .query(({ ctx, input }) => listLibrary(ctx.user.id, input)),
  get: procedure("photos:read")
    .input(photoIdInputSchema)
    .query(({ ctx, input }) => getEntry(ctx.user.id, input.photoId)),
  delete: procedure("photos:write")
    .input(photoIdInputSchema)
    .mutation(({ ctx, input }) => deletePhoto(ctx.user.id, input.photoId)),
});
