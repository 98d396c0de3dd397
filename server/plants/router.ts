import {
  addLookInputSchema,
  lookIdInputSchema,
  plantIdInputSchema,
  updateLookInputSchema,
  updatePlantInputSchema,
} from "@/lib/contracts/plants";
import { procedure, router } from "@/server/api/trpc";
import * as service from "./service";

export const plantsRouter = router({
  list: procedure("care:read").query(({ ctx }) => service.listPlants(ctx.team.id)),
  get: procedure("care:read")
    .input(plantIdInputSchema)
    .query(({ ctx, input }) => service.getDiary(ctx.team.id, input.plantId)),
  addLook: procedure("care:write")
    .input(addLookInputSchema)
    .mutation(({ ctx, input }) => service.addLook(ctx.team.id, input)),
  update: procedure("care:write")
    .input(updatePlantInputSchema)
    .mutation(({ ctx, input }) => service.updatePlant(ctx.team.id, input)),
  noteLook: procedure("care:write")
    .input(updateLookInputSchema)
    .mutation(({ ctx, input }) => service.noteLook(ctx.team.id, input.lookId, input.note)),
  remove: procedure("care:write")
    .input(plantIdInputSchema)
    .mutation(({ ctx, input }) => service.binPlant(ctx.team.id, input.plantId, true)),
  bringBack: procedure("care:write")
    .input(plantIdInputSchema)
    .mutation(({ ctx, input }) => service.binPlant(ctx.team.id, input.plantId, false)),
  erase: procedure("care:write")
    .input(plantIdInputSchema)
    .mutation(({ ctx, input }) => service.erasePlant(ctx.team.id, input.plantId)),
  removeLook: procedure("care:write")
    .input(lookIdInputSchema)
    .mutation(({ ctx, input }) => service.binLook(ctx.team.id, input.lookId, true)),
  bringBackLook: procedure("care:write")
    .input(lookIdInputSchema)
    .mutation(({ ctx, input }) => service.binLook(ctx.team.id, input.lookId, false)),
  eraseLook: procedure("care:write")
    .input(lookIdInputSchema)
    .mutation(({ ctx, input }) => service.eraseLook(ctx.team.id, input.lookId)),
});
