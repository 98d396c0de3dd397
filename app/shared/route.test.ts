import { expect, it } from "vitest";
import { GET, POST } from "./route";

it("sends what no worker took to the page that says so, and a reload to the page", () => {
  expect([POST().status, POST().headers.get("location")]).toEqual([303, "/?shared=0&missed=1"]);
  expect([GET().status, GET().headers.get("location")]).toEqual([303, "/"]);
});
