import { expect, it } from "vitest";
import { apiOperations, curlLine } from "./openapi-operations";

const operations = [...apiOperations().values()].flat();
const byId = (id: string) => {
  const found = operations.find(({ operationId }) => operationId === id);
  if (!found) throw new RangeError(id);
  return found;
};

it("sorts all doors by what they are about", () => {
  expect([...apiOperations().keys()]).toEqual([
    "Detection",
    "Photos",
    "Corrections",
    "Recipes",
    "Models",
    "Health",
  ]);
  expect(byId("detectBatch")).toMatchObject({ method: "POST", path: "/api/v1/detect/batch" });
});

it("gives a photo as a file, several as a form, and a key only where one is needed", () => {
  expect(curlLine("http://here", byId("detect"))).toBe(
    'curl -X POST -H "Authorization: Bearer $KEY" --data-binary @photo.jpg -H "Content-Type: image/jpeg" http://here/api/v1/detect',
  );
  expect(curlLine("http://here", byId("detectBatch"))).toContain("-F photo=@one.jpg -F photo=@two.jpg");
  expect(curlLine("http://here", byId("live"))).toBe("curl http://here/health/live");
});

it("reads a number in a query as one", () => {
  const limit = byId("listPhotos").parameters.find(({ name }) => name === "limit");
  expect(limit?.schema).toMatchObject({ type: "integer", minimum: 1, maximum: 100 });
});
