import { expect, it } from "vitest";
import { openApiDocument } from "@/lib/contracts/openapi";
import { DOORS } from "./_doors/registry";

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
const document = openApiDocument("1.2.3") as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    door: `${method.toUpperCase()} ${path.replaceAll("{", "[").replaceAll("}", "]")}`,
    operation,
  })),
);

it("describes doors that there are, each under a name of its own", () => {
  for (const { door } of operations) expect(DOORS, door).toHaveProperty([door]);
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
});

it("says of a door that needs no sign-in that it needs none, and of no other", () => {
  for (const { door, operation } of operations)
    expect(operation.security?.length === 0, door).toBe(DOORS[door]?.permission === "public");
});

it("describes a box as four numbers, as every reader of OpenAPI knows lists", () => {
  expect(JSON.stringify(document)).toContain(
    '"box":{"type":"array","items":{"type":"number"},"minItems":4,"maxItems":4}',
  );
});

it("has every schema that it refers to", () => {
  const referred = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, path = ""] of referred)
    expect(
      path.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document),
      path,
    ).toBeDefined();
});
