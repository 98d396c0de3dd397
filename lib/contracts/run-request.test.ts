import { expect, it } from "vitest";
import { runRequestJsonSchema, runRequestSchema } from "./run-request";

it("is the schema that Python checks a request with", async () => {
  // after a change: npx vitest run lib/contracts/run-request.test.ts -u
  const file = "../../training/src/forage_training/flow/request.schema.json";
  await expect(runRequestJsonSchema()).toMatchFileSnapshot(file);
});

it("takes no value that nobody knows", () => {
  const request = { configs: [{ name: "a", values: { epochs: 1, learning: 1 } }] };
  const paths = runRequestSchema
    .safeParse(request)
    .error?.issues.map(({ path, code }) => [path.join("."), code]);
  expect(paths).toContainEqual(["configs.0.values", "unrecognized_keys"]);
});
