import { z } from "zod";
import { correctionSchema } from "./corrections";
import { detectBatchResponseSchema, detectResponseSchema } from "./detection-api";
import { errorResponseSchema } from "./error-response";
import { healthResponseSchema, readyResponseSchema } from "./health";
import { libraryEntrySchema, libraryPageSchema, uploadedPhotoSchema } from "./library";
import { modelManifestSchema } from "./model-manifest";
import { DESCRIBED_DOORS } from "./openapi-doors";
import { component, failure, type Json, json, schemaOf } from "./openapi-parts";
import { listResponseSchema, recipePageSchema, suggestResponseSchema } from "./recipes";

const open = { security: [] } as const;

/**
 * What the server's HTTP API offers, as far as it is described: detection, photos, corrections, recipes, models and health.
 * @param version of Forage
 * Source: OpenAPI Specification 3.1.1
 */
export function openApiDocument(version: string): Json {
  return {
    openapi: "3.1.1",
    info: {
      title: "Forage",
      version,
      description: "Food and leaves in photos: detection, saved photos, corrections, recipes and models.",
      license: { name: "AGPL-3.0-only", identifier: "AGPL-3.0-only" },
    },
    security: [{ key: [] }, {}],
    paths: {
      ...DESCRIBED_DOORS,
      "/api/v1/health": {
        get: {
          ...open,
          tags: ["Health"],
          operationId: "health",
          summary: "Versions, database, and which model runs on what",
          responses: {
            "200": json(component("Health"), "It can detect, and its database answers."),
            "503": json(component("Health"), "One of them is away."),
            default: failure("Any other failure."),
          },
        },
      },
      "/health/live": {
        get: {
          ...open,
          tags: ["Health"],
          operationId: "live",
          summary: "Whether the server answers at all",
          responses: {
            "200": json(schemaOf(z.object({ ok: z.literal(true) })), "It does."),
            default: failure("Any other failure."),
          },
        },
      },
      "/health/ready": {
        get: {
          ...open,
          tags: ["Health"],
          operationId: "ready",
          summary: "Whether requests may be sent here",
          responses: {
            "200": json(component("Ready"), "The network is warm, and the database answers."),
            "503": json(component("Ready"), "Not yet, or the database is away."),
            default: failure("Any other failure."),
          },
        },
      },
    },
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key of a person; Account, API keys." },
      },
      schemas: {
        BatchDetections: schemaOf(detectBatchResponseSchema),
        Correction: schemaOf(correctionSchema),
        Detections: schemaOf(detectResponseSchema),
        Error: schemaOf(errorResponseSchema),
        Model: schemaOf(modelManifestSchema),
        PhotoEntry: schemaOf(libraryEntrySchema),
        PhotoPage: schemaOf(libraryPageSchema),
        RecipeList: schemaOf(listResponseSchema),
        RecipePage: schemaOf(recipePageSchema),
        StoredPhoto: schemaOf(uploadedPhotoSchema),
        Suggestions: schemaOf(suggestResponseSchema),
        Health: schemaOf(healthResponseSchema),
        Ready: schemaOf(readyResponseSchema),
      },
    },
  };
}
