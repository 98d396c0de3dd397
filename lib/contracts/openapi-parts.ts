import { z } from "zod";

export type Json = Readonly<Record<string, unknown>>;

/** A schema as OpenAPI 3.1 writes it, which is JSON Schema 2020-12. */
export function schemaOf(schema: z.ZodType, io: "input" | "output" = "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => evenTuple(jsonSchema),
  });
  return rest;
}

/** Four numbers are a list of four numbers: not every reader of OpenAPI knows lists whose places differ. */
function evenTuple(schema: {
  prefixItems?: unknown[];
  items?: unknown;
  minItems?: number;
  maxItems?: number;
}): void {
  const [first, ...others] = schema.prefixItems ?? [];
  if (first === undefined || others.some((one) => JSON.stringify(one) !== JSON.stringify(first))) return;
  delete schema.prefixItems;
  Object.assign(schema, { items: first, minItems: others.length + 1, maxItems: others.length + 1 });
}

export const json = (schema: Json, description: string): Json => ({
  description,
  content: { "application/json": { schema } },
});
export const component = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
export const failure = (description: string): Json => json(component("Error"), description);
const comeAgain = (description: string): Json => ({
  ...failure(description),
  headers: {
    "Retry-After": {
      description: "Seconds after which another try makes sense.",
      schema: { type: "integer" },
    },
  },
});

/** Parameters of a query, from its schema. A number is sent as text, and read as a number. */
export function queryParameters(
  schema: z.ZodObject,
  about: Readonly<Record<string, string>>,
): readonly Json[] {
  const { properties = {} } = schemaOf(schema, "input") as { properties?: Record<string, Json> };
  const outputs = schemaOf(schema) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, property]) => {
    const { type = property.type } = outputs.properties?.[name] ?? {};
    return { name, in: "query", required: false, description: about[name], schema: { ...property, type } };
  });
}

export const pathParameter = (name: string, schema: Json, description: string): Json => ({
  name,
  in: "path",
  required: true,
  description,
  schema,
});

/** What every door that needs a sign-in may answer. */
export const usualFailures: Json = {
  "400": failure("A parameter or the body cannot be read."),
  "401": failure("Nobody is signed in, or the key is not known."),
  "403": failure("The person or key may not do this, or the request comes from another site."),
  "429": comeAgain("This person, key or address has asked too often."),
  default: failure("Any other failure."),
};

const photo = { type: "string", format: "binary" } as const;
const picture = { schema: photo } as const;

/** A photo as raw body, or as a field of a form. */
export const photoBody: Json = {
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
};

/** Fields of a form that holds a photo, or several. */
export function formOf(properties: Json): Json {
  return {
    required: true,
    content: {
      "multipart/form-data": { schema: { type: "object", properties, required: Object.keys(properties) } },
    },
  };
}

export { photo as photoField };

export const photoFailures: Json = {
  "413": failure("The photo has too many bytes or pixels."),
  "415": failure("The body is no picture, or of a kind that Forage does not open."),
  "422": failure("The picture is damaged or incomplete."),
};

export const busy = comeAgain(
  "The server has more photos than it can answer in time, or no network to look at them.",
);
