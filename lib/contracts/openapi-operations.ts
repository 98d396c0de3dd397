import { z } from "zod";
import { openApiDocument } from "./openapi";

const schemaSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
});
const operationSchema = z.object({
  tags: z.array(z.string()).min(1),
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(["query", "path"]),
        description: z.string().optional(),
        schema: schemaSchema,
      }),
    )
    .default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      content: z.record(z.string(), z.object({ schema: schemaSchema })).optional(),
    }),
  ),
});

/** A door of the API, as a page shows it. */
export interface ApiOperation extends z.infer<typeof operationSchema> {
  readonly method: string;
  readonly path: string;
}

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

/** All doors that the OpenAPI document describes, by what they are about. */
export function apiOperations(): ReadonlyMap<string, readonly ApiOperation[]> {
  const byTag = new Map<string, ApiOperation[]>();
  for (const [path, methods] of Object.entries(documentSchema.parse(openApiDocument("")).paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? "";
      byTag.set(tag, [...(byTag.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path }]);
    }
  }
  return byTag;
}

/** A line for a terminal that asks this door. */
export function curlLine(origin: string, { method, path, requestBody, security }: ApiOperation): string {
  const types = Object.keys(requestBody?.content ?? {});
  const key = security?.length === 0 ? "" : ' -H "Authorization: Bearer $KEY"';
  const body = types.includes("image/jpeg")
    ? ' --data-binary @photo.jpg -H "Content-Type: image/jpeg"'
    : types.includes("multipart/form-data")
      ? path.endsWith("/saves")
        ? " -F photo=@photo.jpg -F save='{…}'"
        : " -F photo=@one.jpg -F photo=@two.jpg"
      : types.includes("application/json")
        ? " -d '{…}' -H \"Content-Type: application/json\""
        : "";
  return `curl${method === "GET" ? "" : ` -X ${method}`}${key}${body} ${origin}${path}`;
}
