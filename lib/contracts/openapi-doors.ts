import { saveCorrectionInputSchema, savePhotoInputSchema } from "./corrections";
import { detectQuerySchema, MOST_IN_BATCH } from "./detection-api";
import { libraryQuerySchema } from "./library";
import {
  busy,
  component,
  failure,
  formOf,
  type Json,
  json,
  pathParameter,
  photoBody,
  photoFailures,
  photoField,
  queryParameters,
  schemaOf,
  usualFailures,
} from "./openapi-parts";
import { recipeQuerySchema, suggestRequestSchema } from "./recipes";

const detectParameters = queryParameters(detectQuerySchema, {
  conf: "Lowest score of a detection; the model's own when left out.",
  iou: "Of two boxes of one class that overlap more than this, the less sure one is dropped.",
  within: "Seconds within which the answer must be there; the server's own when left out.",
});

const photoId = pathParameter("id", { type: "string", format: "uuid" }, "Of the photo.");
const slug = pathParameter("slug", { type: "string", maxLength: 80 }, "Of the recipe.");
const notFound = failure("There is no such thing, or it is another team's.");
const jsonBody = (schema: Json): Json => ({ required: true, content: { "application/json": { schema } } });
const withoutPhoto = saveCorrectionInputSchema.omit({ photoId: true });

const detection: Json = {
  "/api/v1/detect": {
    post: {
      tags: ["Detection"],
      operationId: "detect",
      summary: "Finds food and leaves in one photo",
      description:
        "The photo is decoded in memory and kept nowhere. What cannot be answered in time is refused at once.",
      parameters: detectParameters,
      requestBody: photoBody,
      responses: {
        "200": {
          ...json(component("Detections"), "What is in the photo."),
          headers: {
            "Server-Timing": { description: "How long each part took, ms.", schema: { type: "string" } },
          },
        },
        ...photoFailures,
        "503": busy,
        ...usualFailures,
      },
    },
  },
  "/api/v1/detect/batch": {
    post: {
      tags: ["Detection"],
      operationId: "detectBatch",
      summary: `Finds food and leaves in up to ${MOST_IN_BATCH} photos`,
      description: "Each photo counts as one request. One that fails does not stop the others.",
      parameters: detectParameters,
      requestBody: formOf({
        photo: { type: "array", items: photoField, minItems: 1, maxItems: MOST_IN_BATCH },
      }),
      responses: {
        "200": json(component("BatchDetections"), "One answer for each photo, in their order."),
        "413": failure("The photos have too many bytes together."),
        "503": busy,
        ...usualFailures,
      },
    },
  },
};

const photos: Json = {
  "/api/v1/photos": {
    get: {
      tags: ["Photos"],
      operationId: "listPhotos",
      summary: "The saved photos, the newest first",
      parameters: queryParameters(libraryQuerySchema, {
        cursor: "The last answer's `nextCursor`.",
        limit: "Photos of a page.",
        classId: "Only photos with this class.",
        search: "Part of a class's name or of the file's name.",
        from: "Saved at this time or later.",
        until: "Saved before this time.",
      }),
      responses: { "200": json(component("PhotoPage"), "A page."), ...usualFailures },
    },
    post: {
      tags: ["Photos"],
      operationId: "storePhoto",
      summary: "Stores a photo",
      description: "Metadata is removed. The same photo sent again is not stored twice.",
      parameters: [
        {
          name: "name",
          in: "query",
          description: "Its file name, with a raw body.",
          schema: { type: "string" },
        },
      ],
      requestBody: photoBody,
      responses: {
        "200": json(component("StoredPhoto"), "It was stored before."),
        "201": json(component("StoredPhoto"), "It is stored."),
        ...photoFailures,
        "507": failure("The team's or the server's space is used up."),
        ...usualFailures,
      },
    },
  },
  "/api/v1/photos/{id}": {
    get: {
      tags: ["Photos"],
      operationId: "photo",
      summary: "A photo with its newest correction",
      parameters: [photoId],
      responses: { "200": json(component("PhotoEntry"), "The photo."), "404": notFound, ...usualFailures },
    },
  },
  "/api/v1/photos/{id}/image": {
    get: {
      tags: ["Photos"],
      operationId: "photoImage",
      summary: "A photo's picture",
      parameters: [
        photoId,
        {
          name: "size",
          in: "query",
          description: "The whole picture or a small one.",
          schema: { enum: ["thumb", "full"], default: "full" },
        },
      ],
      responses: {
        "200": { description: "The picture.", content: { "image/*": { schema: photoField } } },
        "304": { description: "Unchanged since the version that If-None-Match names." },
        "404": notFound,
        ...usualFailures,
      },
    },
  },
};

const corrections: Json = {
  "/api/v1/photos/{id}/corrections": {
    get: {
      tags: ["Corrections"],
      operationId: "corrections",
      summary: "All corrections of a photo, the newest first",
      parameters: [photoId],
      responses: {
        "200": json({ type: "array", items: component("Correction") }, "The corrections."),
        "404": notFound,
        ...usualFailures,
      },
    },
    post: {
      tags: ["Corrections"],
      operationId: "saveCorrection",
      summary: "Saves the boxes of a stored photo",
      description: "With an `id` of its own, the same save sent again is kept once.",
      parameters: [photoId],
      requestBody: jsonBody(schemaOf(withoutPhoto, "input")),
      responses: {
        "201": json(component("Correction"), "It is saved."),
        "404": notFound,
        "409": failure("Somebody else saved in between; `detail` has what stands."),
        "413": failure("The body is too large."),
        "422": failure("A box lies outside the photo."),
        ...usualFailures,
      },
    },
  },
  "/api/v1/saves": {
    post: {
      tags: ["Corrections"],
      operationId: "savePhoto",
      summary: "Stores a photo and its first correction together",
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              properties: { photo: photoField, save: schemaOf(savePhotoInputSchema, "input") },
              required: ["photo", "save"],
            },
            encoding: { save: { contentType: "application/json" } },
          },
        },
      },
      responses: {
        "201": json(component("Correction"), "Both are stored."),
        "409": failure("The photo has corrections; `detail` has what stands."),
        ...photoFailures,
        "507": failure("The team's or the server's space is used up."),
        ...usualFailures,
      },
    },
  },
};

const recipes: Json = {
  "/api/v1/recipes": {
    get: {
      tags: ["Recipes"],
      operationId: "listRecipes",
      summary: "Recipes by words, cuisine, diet and time",
      parameters: queryParameters(recipeQuerySchema, {
        query: "Words of the title or a food.",
        cuisine: "Only this cuisine.",
        maxMinutes: "Ready within so many minutes.",
        diet: "Only what fits this diet.",
        limit: "Recipes of a page.",
        cursor: "The last answer's `next`, as JSON.",
      }),
      responses: { "200": json(component("RecipeList"), "A page."), ...usualFailures },
    },
  },
  "/api/v1/recipes/{slug}": {
    get: {
      tags: ["Recipes"],
      operationId: "recipe",
      summary: "One recipe",
      parameters: [slug],
      responses: { "200": json(component("RecipePage"), "The recipe."), "404": notFound, ...usualFailures },
    },
  },
  "/api/v1/recipes/suggest": {
    post: {
      tags: ["Recipes"],
      operationId: "suggestRecipes",
      summary: "What can be cooked with these foods",
      requestBody: jsonBody(schemaOf(suggestRequestSchema, "input")),
      responses: {
        "200": json(component("Suggestions"), "What can be cooked now, and what lacks one food or more."),
        "413": failure("The body is too large."),
        ...usualFailures,
      },
    },
  },
};

const models: Json = {
  "/api/v1/models": {
    get: {
      tags: ["Models"],
      operationId: "listModels",
      summary: "The manifests of all models",
      responses: {
        "200": json({ type: "array", items: component("Model") }, "By name, the newest version first."),
        ...usualFailures,
      },
    },
  },
  "/api/v1/models/champion": {
    get: {
      tags: ["Models"],
      operationId: "champion",
      summary: "The manifest of the model everything uses now",
      responses: { "200": json(component("Model"), "The champion."), ...usualFailures },
    },
  },
};

/** Doors that need a sign-in or a key, by address. */
export const DESCRIBED_DOORS: Json = { ...detection, ...photos, ...corrections, ...recipes, ...models };
