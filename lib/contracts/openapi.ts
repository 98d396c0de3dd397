import { z } from "zod";
import { detectQuerySchema, detectResponseSchema } from "./detection-api";
import { errorResponseSchema } from "./error-response";
import { healthResponseSchema, readyResponseSchema } from "./health";

type Json = Readonly<Record<string, unknown>>;

/** A schema as OpenAPI 3.1 writes it, which is JSON Schema 2020-12. */
function schemaOf(schema: z.ZodType, io: "input" | "output" = "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

const json = (schema: Json, description: string): Json => ({
  description,
  content: { "application/json": { schema } },
});
const component = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const failure = (description: string): Json => json(component("Error"), description);
const comeAgain = (description: string): Json => ({
  ...failure(description),
  headers: {
    "Retry-After": {
      description: "Seconds after which another try makes sense.",
      schema: { type: "integer" },
    },
  },
});

/** Parameters of a query, from its schema. */
function queryParameters(schema: z.ZodType, about: Readonly<Record<string, string>>): readonly Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: "query",
    required: required.includes(name),
    description: about[name],
    // sent as text, read as a number
    schema: { ...property, type: "number" },
  }));
}

const photo = { type: "string", format: "binary" } as const;
const picture = { schema: photo } as const;

const detect: Json = {
  operationId: "detect",
  summary: "Finds food and leaves in one photo",
  description:
    "The photo is decoded in memory and kept nowhere. What cannot be answered in time is refused at once.",
  parameters: queryParameters(detectQuerySchema, {
    conf: "Lowest score of a detection; the model's own when left out.",
    iou: "Of two boxes of one class that overlap more than this, the less sure one is dropped.",
    within: "Seconds within which the answer must be there; the server's own when left out.",
  }),
  requestBody: {
    required: true,
    content: {
      "image/jpeg": picture,
      "image/png": picture,
      "image/webp": picture,
      "image/avif": picture,
      "image/heic": picture,
      "image/tiff": picture,
      "image/gif": picture,
      "image/bmp": picture,
      "application/octet-stream": picture,
      "multipart/form-data": {
        schema: { type: "object", properties: { photo }, required: ["photo"] },
      },
    },
  },
  responses: {
    "200": {
      ...json(component("Detections"), "What is in the photo."),
      headers: {
        "Server-Timing": { description: "How long each part took, ms.", schema: { type: "string" } },
      },
    },
    "400": failure("The body is empty, or a parameter cannot be read."),
    "401": failure("Nobody is signed in, or the key is not known."),
    "403": failure("The key may not detect, or the request comes from another site."),
    "413": failure("The photo has too many bytes or pixels."),
    "415": failure("The body is no picture, or of a kind that Forage does not open."),
    "422": failure("The picture is damaged or incomplete."),
    "429": comeAgain("This person, key or address has asked too often."),
    "503": comeAgain("The server has more photos than it can answer in time, or no network to look at them."),
    default: failure("Any other failure."),
  },
};

const open = { security: [] } as const;

/**
 * What the server's HTTP API offers, as far as it is described: detection and health.
 * @param version of Forage
 * Source: OpenAPI Specification 3.1.1
 */
export function openApiDocument(version: string): Json {
  return {
    openapi: "3.1.1",
    info: {
      title: "Forage",
      version,
      description: "Detection of food and leaves in photos.",
      license: { name: "AGPL-3.0-only", identifier: "AGPL-3.0-only" },
    },
    security: [{ key: [] }, {}],
    paths: {
      "/api/v1/detect": { post: detect },
      "/api/v1/health": {
        get: {
          ...open,
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
        key: { type: "http", scheme: "bearer", description: "An API key with the permission detection:run." },
      },
      schemas: {
        Detections: schemaOf(detectResponseSchema),
        Error: schemaOf(errorResponseSchema),
        Health: schemaOf(healthResponseSchema),
        Ready: schemaOf(readyResponseSchema),
      },
    },
  };
}
