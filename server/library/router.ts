import {
  libraryListInputSchema,
  photoIdInputSchema,
  shareAllInputSchema,
  shareByDefaultInputSchema,
  shareInputSchema,
} from "@/lib/contracts/library";
import { procedure, router } from "@/server/api/trpc";
import { shareAll, shareByDefault, sharePhoto, sharingOf } from "@/server/photos/service";
import { deletePhoto } from "./delete-photo";
import { getEntry, listLibrary } from "./service";

export const libraryRouter = router({
  list: procedure("photos:read")
    .input(libraryListInputSchema)
    .query(({ ctx, input }) => listLibrary(ctx.team.id, input)),
  get: procedure("photos:read")
    .input(photoIdInputSchema)
    .query(({ ctx, input }) => getEntry(ctx.team.id, input.photoId)),
  delete: procedure("photos:write")
    .input(photoIdInputSchema)
    .mutation(({ ctx, input }) => deletePhoto(ctx.team.id, input.photoId)),
  /** Lets one photo be used for training, or takes that back. */
  share: procedure("photos:write")
    .input(shareInputSchema)
    .mutation(({ ctx, input }) => sharePhoto(ctx.team.id, input.photoId, input.isShared)),
  sharing: procedure("photos:read").query(({ ctx }) => sharingOf(ctx.team.id)),
  shareAll: procedure("photos:write")
    .input(shareAllInputSchema)
    .mutation(({ ctx, input }) => shareAll(ctx.team.id, input.isShared)),
  shareByDefault: procedure("team:write")
    .input(shareByDefaultInputSchema)
    .mutation(({ ctx, input }) => shareByDefault(ctx.team.id, input.byDefault)),
});
